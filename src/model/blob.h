// How the compiled data lies in memory: shared by the compiler that writes it and the lexicon that reads it.
//
//   magic, number of sections, then per section: name[48], offset, size; then the sections, each 16-aligned.
#pragma once

#include <cstdint>

namespace isnad::model::blob {

constexpr char kMagic[8] = {'I', 'S', 'N', 'A', 'D', '0', '0', '2'};

struct Header {
  char magic[8];
  std::uint64_t sections;
};

struct Section {
  char name[48];
  std::uint64_t offset, size;
};

/// A slot of an open-addressing table (power of two, linear probing). hash 0 is empty: hashes are never 0.
struct Slot {
  std::uint64_t hash;
  std::uint32_t value;
  std::uint32_t count;
};

/// Where the senses of a trie node lie.
struct Node {
  std::uint32_t first, count;
};

/// A table section: TableHeader, columns * names and rows * columns * cells as Cell, then their text.
struct TableHeader {
  std::uint32_t rows, columns;
};

struct Cell {
  std::uint32_t offset, length;  ///< into the text behind the cells
};

}  // namespace isnad::model::blob
