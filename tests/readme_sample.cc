// The program of the README, word for word: tests/readme_test.py compares them.
#include <iostream>

#include "isnad/isnad.h"

int main() {
  const isnad::Record record = isnad::read({.text = "قال وزير الخارجية العماني بدر البوسعيدي إن الجولة المقبلة ستعقد في مسقط."});
  for (const isnad::Statement& s : record.statements) std::cout << s.speaker.name << ": " << isnad::words_of(record, s.content) << '\n';
}
