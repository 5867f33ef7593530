// Text as it may stand in XML 1.0, in an attribute or an element.
#pragma once

#include <string>
#include <string_view>

#include "export/record_text.h"

namespace isnad::exchange {

/// Escaped; what XML cannot hold at all becomes U+FFFD.
inline std::string xml_text(std::string_view bytes) {
  std::string out;
  const std::string text = output::valid(bytes);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      // In attributes, a reader would make spaces of them.
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (c < 0x20) {
          out += "\uFFFD";
        } else if (text.compare(i, 3, "\uFFFE") == 0 || text.compare(i, 3, "\uFFFF") == 0) {
          out += "\uFFFD";
          i += 2;
        } else {
          out.push_back(text[i]);
        }
    }
  }
  return out;
}

}  // namespace isnad::exchange
