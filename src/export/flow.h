// Words in styles, broken into lines between words: what the text for people in a terminal is made of (terminal.h says how words
// from right to left are treated).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "export/terminal.h"

namespace isnad::output {

inline constexpr std::string_view kPlain = "", kBold = "1", kDim = "2", kHeading = "1;36", kChain = "1;33", kDate = "32", kRed = "31",
                                  kGreen = "32", kYellow = "33", kParty = "1;34";
inline constexpr std::string_view kFirstStrong = "\u2068", kRightToLeft = "\u2067", kPopIsolate = "\u2069";
inline constexpr std::string_view kArrow = " \u2190 ", kBoth = " \u2194 ", kDash = "\u2013", kMiddot = "\u00B7";

class Flow {
 public:
  Flow(std::string& out, const TerminalStyle& style) : out_(out), style_(style) {}

  enum class Direction { neutral, text, chain };  // as is; a text of either direction; right to left

  /// Adds text; a space before it if something stands before it on the line.
  Flow& add(std::string_view text, std::string_view sgr = kPlain, Direction direction = Direction::neutral) {
    if (!text.empty()) pieces_.push_back({printable(text), sgr, direction});
    return *this;
  }
  Flow& text(std::string_view text, std::string_view sgr = kPlain) { return add(text, sgr, Direction::text); }

  /// Prints what was added: the first line after `first`, the next after as many spaces as `indent`.
  void print(std::string_view first, std::size_t indent) {
    out_ += first;
    std::size_t column = display_width(first);
    bool line_start = true;
    for (const Piece& piece : pieces_) {
      if (!line_start) {
        out_ += ' ';
        ++column;
      }
      bool open = false;
      const std::string_view all = piece.text;
      for (std::size_t at = 0; at <= all.size();) {
        std::size_t end = all.find(' ', at);
        if (end == std::string_view::npos) end = all.size();
        const std::string_view word = all.substr(at, end - at);
        const std::size_t width = display_width(word);
        if (!line_start && column + width + (open ? 1 : 0) > style_.width) {
          if (open) close(piece);
          open = false;
          trim();
          out_ += '\n';
          out_.append(indent, ' ');
          column = indent;
        }
        if (open) {
          out_ += ' ';
          ++column;
        } else {
          begin(piece);
          open = true;
        }
        out_ += word;
        column += width;
        line_start = false;
        at = end + 1;
      }
      if (open) close(piece);
    }
    out_ += '\n';
    pieces_.clear();
  }

 private:
  struct Piece {
    std::string text;
    std::string_view sgr;
    Direction direction;
  };

  void begin(const Piece& piece) {
    if (style_.color && !piece.sgr.empty()) (out_ += "\x1b[").append(piece.sgr) += 'm';
    if (style_.isolate && piece.direction != Direction::neutral) out_ += piece.direction == Direction::chain ? kRightToLeft : kFirstStrong;
  }

  void close(const Piece& piece) {
    if (style_.isolate && piece.direction != Direction::neutral) out_ += kPopIsolate;
    if (style_.color && !piece.sgr.empty()) out_ += "\x1b[0m";
  }

  void trim() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  }

  std::string& out_;
  const TerminalStyle& style_;
  std::vector<Piece> pieces_;
};

}  // namespace isnad::output
