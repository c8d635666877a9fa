// What a person can do here. Each act resolves when the server has taken it and this page shows it, or rejects with words to read.

const DOUBLE_CLICK = 400; // ms

export function actsOf(sync) {
  const { wire, texts } = sync;

  const act = async (name, words) => {
    const { version } = await wire.act(name, words);
    await sync.reach(version);
  };

  // A double click is one step.
  let stepped = -Infinity;
  const step = async (by) => {
    if (performance.now() - stepped < DOUBLE_CLICK) return;
    stepped = performance.now();
    await act("go-to", { at: sync.state.step.at + by });
  };

  return {
    begin: () => sync.refresh(),
    beginAnew: () => act("begin-anew"),
    letIn: (devices) => sync.change(() =>
      sync.ring.letIn(sync.state.asking.filter(({ device }) => devices.includes(device)))),
    takeOut: (device) => sync.change(() => sync.ring.without([device])),
    async leave() {
      await wire.act("leave", { device: sync.ring?.device ?? "none" });
      await sync.ring?.forget();
      location.assign(sync.facts.group.url);
    },

    next: () => step(1),
    back: () => step(-1),
    goTo: (at) => act("go-to", { at }),
    extend: (seconds) => act("extend", { seconds }),
    pause: () => act("pause"),
    resume: () => act("resume"),
    passTurn: () => act("pass-turn"),
    giveTurn: (person) => act("give-turn", { person }),

    add: (text) => texts.add(sync.ring, text),
    edit: (card, kind, text, base) => texts.edit(sync.ring, card, kind, text, base),
    propose: (sentence) => texts.propose(sync.ring, sentence),
    async nod(card) { // nobody is told of a yes, so this page asks
      await wire.act("nod", { card });
      await sync.refresh();
    },
    drop: (card) => act("drop", { card }),
    dot: (card) => act("dot", { card }),
    undot: (card) => act("undot", { card }),
    openDots: () => act("open-dots"),
    closeDots: () => act("close-dots"),
    move: (card, way) => act("move", { card, way }),
    takeUp: (card) => act("take-up", { card }),
    finish: () => act("finish"),
    askThumbs: () => act("ask-thumbs"),
    thumb: (way) => act("thumb", { way }),
    more: (minutes) => act("more", { minutes }),

    keepAction: ({ text, owner, due }) => act("keep-action", { text, owner, due: due || null }),
    settle: (id, state) => act("settle", { id, state }),

    handOver: (person) => act("hand-over", { person }),
    nameSecond: (person) => act("name-second", { person }),
    takeOver: () => act("take-over"),
    tick: (person, there) => act("tick", { person, there }),
    async close() {
      await wire.act("close");
      await sync.ended();
    },
  };
}
