"""First and last names for invented people, mixed from many countries by hand."""

FIRST = """
Aaliyah Abena Adrien Aiko Aisling Alejandra Amara Anders Anneke Anouk Arjun Astrid Ayumi Beatriz Bilal Bogdan Camila
Chidi Chiara Clara Dalia Dario Deniz Dmitri Dorota Eamon Ebba Efua Eitan Elif Emeka Esther Farid Femke Finn Freya
Gabriela Giorgos Gwen Hamza Hanna Haruto Hedda Henrik Ibrahim Ilse Ines Ingrid Isabela Ivana Jamal Jelena Jiho Joana
Jonas Kaito Kamala Karim Katarina Kofi Kwame Lars Layla Leandro Leila Lina Lorenzo Luca Lucia Maeve Magnus Maja Malik
Mara Marek Mariam Mateus Matilda Mehmet Mei Mila Milan Minh Mireille Nadia Naoko Nikhil Nils Noor Nuria Oksana Omar
Oscar Paloma Pavel Petra Priya Quentin Rafael Rania Ravi Rina Roisin Rosa Ruben Ruta Sanjay Sara Selma Sigrid Simone
Sofia Stefan Sunniva Suda Tadeo Tamar Tariq Teresa Thandi Tomas Umar Valeria Vera Viktor Wanjiru Wei Yara Yasmin Yusuf
Zainab Zeynep Zofia
"""

LAST = """
Abara Achterberg Aguilar Almeida Amsel Andersson Aoki Arslan Asante Baptiste Barros Bashir Becker Bergstrom Bianchi
Boateng Bondarenko Brandt Byrne Cabral Campos Castell Cermak Chaudhary Choi Conti Correia Dahl Dang Demir Deshpande
Dlamini Doyle Duarte Eklund Engel Eriksen Esposito Fadel Fagerli Farkas Ferreira Fischer Flores Fontaine Fujita Gallo
Garrido Goldstein Gomez Gruber Haddad Hakimi Halvorsen Hashimoto Hofer Horvat Ibarra Igwe Iversen Jansen Jimenez
Kaplan Kaur Keller Khalil Kimura Kirsch Kobayashi Kovacs Krause Kruger Kuznets Lacroix Larsen Leclair Lehto Lemaire
Lopes Lund Macias Madsen Mahlangu Malone Marin Mazur Mbeki Medina Mensah Molina Moreau Mulder Murata Nakata Navarro
Ndiaye Nguyen Nielsen Novak Nyberg Oduya Okonkwo Olsen Ortega Osei Ozturk Pacheco Park Patel Pereira Petrov Pham Popa
Quist Rahman Ramos Reinholt Ribeiro Rinaldi Rojas Romano Rossi Saar Sabir Saito Salazar Santana Sato Schreiber Serrano
Shah Silva Sims Skoglund Solberg Sorensen Soto Steiner Strand Suzuki Szabo Takeda Tavares Teller Thorne Toure Tran
Vaccari Valdez Vargas Vega Vogel Wagner Wanjala Weiss Winkler Wolff Yamada Yilmaz Zamora Zeller Ziegler
"""
