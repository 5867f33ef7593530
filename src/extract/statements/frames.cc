#include "extract/statements/frames.h"

#include <algorithm>
#include <map>

#include "model/key.h"

namespace isnad::extract {
namespace {

Act act_named(std::string_view name) {
  static const std::map<std::string_view, Act> acts = {{"say", Act::say},
                                                       {"confirm", Act::confirm},
                                                       {"deny", Act::deny},
                                                       {"accuse", Act::accuse},
                                                       {"warn", Act::warn},
                                                       {"threaten", Act::threaten},
                                                       {"demand", Act::demand},
                                                       {"offer", Act::offer},
                                                       {"promise", Act::promise},
                                                       {"refuse", Act::refuse},
                                                       {"praise", Act::praise},
                                                       {"condemn", Act::condemn},
                                                       {"no_comment", Act::no_comment}};
  const auto it = acts.find(name);
  return it == acts.end() ? Act::say : it->second;
}

FrameClass class_named(std::string_view name) {
  return name == "only"      ? FrameClass::only
         : name == "pass"    ? FrameClass::pass
         : name == "source"  ? FrameClass::source
         : name == "silence" ? FrameClass::silence
                             : FrameClass::verb;
}

}  // namespace

Frames::Frames(const model::Lexicon& lexicon) {
  const model::Table& verbs = lexicon.table("lexicon/verbs");
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> rows;
  for (std::uint32_t r = 0; r < verbs.rows(); ++r) rows[verbs.cell(r, 0)].push_back(r);

  const model::Table& table = lexicon.table("frames/attribution");
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    Frame f;
    const std::string_view cue = table.cell(r, 0), act = table.cell(r, 2);
    f.cls = class_named(table.cell(r, 1));
    f.pass_on = act == "pass_on";
    f.act = act_named(act);
    f.name = std::string(cue) + "/" + std::string(table.cell(r, 1));
    for (const std::string_view c : model::values(table.cell(r, 3))) {
      if (c == "that") f.that = true;
      else if (c == "quote") f.quote = true;
      else if (c == "obj") f.object = true;
      else if (c == "desc") f.description = true;
      else if (c == "blame") f.blame = true;
      else f.prepositions.push_back(model::fold_utf8(c));
    }
    const std::string_view to = table.cell(r, 4);
    if (to == "obj") f.addressee_object = true;
    else if (to != "-") f.addressee = model::fold_utf8(to);
    const auto index = static_cast<std::uint32_t>(frames_.size());
    if (f.cls == FrameClass::source) {
      Source s;
      s.keys = model::split_keys(cue);
      s.frame = index;
      if (s.keys.size() > 1 && s.keys.back().size() == 1) {
        s.attached = true;  // the preposition is written on the next word
      }
      sources_[s.keys[0]].push_back(s);
    } else if (const auto it = rows.find(cue); it != rows.end()) {
      for (const std::uint32_t verb : it->second) (f.cls == FrameClass::silence ? silences_ : verbs_).try_emplace(verb, index);
    }
    frames_.push_back(std::move(f));
  }
  for (auto& [key, list] : sources_)
    std::sort(list.begin(), list.end(), [](const Source& a, const Source& b) { return a.keys.size() > b.keys.size(); });

  const model::Table& claims = lexicon.table("frames/relations");
  for (std::uint32_t r = 0; r < claims.rows(); ++r) claims_.insert(model::fold_utf8(claims.cell(r, 0)));

  const model::Table& acts = lexicon.table("frames/content_acts");
  for (std::uint32_t r = 0; r < acts.rows(); ++r) {
    Mark m;
    m.act = act_named(acts.cell(r, 0));
    m.within = static_cast<std::uint32_t>(std::stoul(std::string(acts.cell(r, 1))));
    m.keys = model::split_keys(acts.cell(r, 2));
    marks_.push_back(std::move(m));
  }

  const model::Table& words = lexicon.table("frames/words");
  for (std::uint32_t r = 0; r < words.rows(); ++r) {
    if (const std::string_view function = words.cell(r, 0); function == "auxiliary" || function == "impersonal") {
      auto& set = function == "auxiliary" ? auxiliaries_ : impersonals_;
      if (const auto it = rows.find(words.cell(r, 1)); it != rows.end()) set.insert(it->second.begin(), it->second.end());
      continue;
    }
    if (words.cell(r, 0) == "affirm") {
      if (const auto it = rows.find(words.cell(r, 1)); it != rows.end())
        for (const std::uint32_t verb : it->second)
          if (const auto f = verbs_.find(verb); f != verbs_.end()) frames_[f->second].affirms = true;
      continue;
    }
    functions_[std::string(words.cell(r, 0))].push_back(model::fold_utf8(words.cell(r, 1)));
  }
}

const Frame* Frames::of_verb(std::uint32_t row) const {
  const auto it = verbs_.find(row);
  return it == verbs_.end() ? nullptr : &frames_[it->second];
}

const Frame* Frames::of_silence(std::uint32_t row) const {
  const auto it = silences_.find(row);
  return it == silences_.end() ? nullptr : &frames_[it->second];
}

Frames::Match Frames::source_at(const language::Analysis& a, std::uint32_t i, std::uint32_t limit) const {
  const auto& tokens = a.tokens();
  if (tokens[i].kind != text::TokenKind::word) return {};
  std::string_view key = tokens[i].key;
  auto it = sources_.find(std::string(key));
  if (it == sources_.end() && key.size() > 2 && key[0] == model::kWaw) it = sources_.find(std::string(key.substr(1)));
  if (it == sources_.end()) return {};
  for (const Source& s : it->second) {
    std::uint32_t j = i + 1;
    bool ok = true;
    for (std::size_t k = 1; k < s.keys.size() && ok; ++k) {
      if (j >= limit || tokens[j].kind != text::TokenKind::word) {
        ok = false;
      } else if (s.attached && k + 1 == s.keys.size()) {
        ok = tokens[j].key.size() > 1 && tokens[j].key[0] == s.keys[k][0];
      } else {
        ok = tokens[j].key == s.keys[k];
        ++j;
      }
    }
    if (ok && j < limit) return {&frames_[s.frame], j, s.attached};
  }
  return {};
}

std::optional<Act> Frames::content_act(const language::Analysis& a, std::uint32_t i, std::uint32_t position, std::uint32_t limit) const {
  const auto matches = [&](std::uint32_t token, const std::string& key) {
    return a.tokens()[token].key == key || (a.words[token].has(language::kAnd) && a.tokens()[token].key.substr(1) == key);
  };
  for (const Mark& m : marks_) {
    if (position >= m.within || i + m.keys.size() > limit) continue;
    bool ok = true;
    for (std::size_t k = 0; k < m.keys.size() && ok; ++k) {
      const std::uint32_t t = i + static_cast<std::uint32_t>(k);
      if (m.keys[k] == "*") ok = a.tokens()[t].kind == text::TokenKind::word;
      else if (m.keys[k] == "+") ok = a.words[t].has(language::kWill) && (a.words[t].features & model::kFirst) != 0;
      else ok = matches(t, m.keys[k]);
    }
    if (ok) return m.act;
  }
  return std::nullopt;
}

bool Frames::is(const char* function, std::string_view key) const {
  const auto it = functions_.find(function);
  return it != functions_.end() && std::find(it->second.begin(), it->second.end(), key) != it->second.end();
}

}  // namespace isnad::extract
