// Time in the room. Everything counts from the server's instants by the server's clock, so a wrong clock here does no harm.
const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const NEARLY = 0.8; // the share of a topic's time after which it helps to ask what can be done

/** The time that matters now: of the topic on the table, else of the step. All lengths in milliseconds; `left` may be negative. */
export function timeOf(state, format, now) {
  const at = state.step.paused ?? now;
  const { table, step } = state;
  const [began, minutes, extra] = table
    ? [table.began, table.minutes, table.extra]
    : [step.began, format.steps[step.at].minutes, step.extra];
  const whole = Math.max(SECOND, minutes * MINUTE + extra * SECOND);
  const left = whole - (at - began);
  return { of: table ? "topic" : "step", whole, left, paused: step.paused !== null, share: (whole - left) / whole,
    state: left < 0 ? "over" : left <= MINUTE ? "last" : "running" };
}

/** The share of the whole meeting that has passed, from 0 to 1, and what to say about the rest. */
export function meetingOf({ starts, ends }, now) {
  const share = Math.min(1, Math.max(0, (now - starts) / (ends - starts)));
  const minutes = Math.ceil((ends - now) / MINUTE);
  if (now < starts) return { share, words: `Begins in ${inMinutes(Math.ceil((starts - now) / MINUTE))}` };
  if (minutes > 0) return { share, words: `${inMinutes(minutes)} of the meeting left` };
  return { share, words: `${inMinutes(Math.max(1, Math.floor((now - ends) / MINUTE)))} past the planned end` };
}

export const inMinutes = (minutes) => (minutes === 1 ? "1 minute" : `${minutes} minutes`);

/** "12:40", of either sign. What is left is rounded up, so that 0:00 means it is over. */
export function span(ms) {
  const seconds = ms >= 0 ? Math.ceil(ms / SECOND) : Math.floor(-ms / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "9.5 min" */
export const shortly = (ms) => `${(Math.round(ms / 30_000) / 2).toString()} min`;

/** A day as calendars write it, by the clock on the wall where this device is. */
export function dayAfter(ms, days) {
  const day = new Date(ms);
  day.setDate(day.getDate() + days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** "2 Dec" for "2026-12-02" */
export const dayWords = (day) =>
  new Date(`${day}T12:00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "short", weekday: "short" });
