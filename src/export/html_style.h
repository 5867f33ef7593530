// The style sheet of the HTML page. Colours are variables, so that light and dark differ in one place.
#pragma once

#include <string_view>

namespace isnad::output {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;
 --page:#f5f2ea;--paper:#fffdf8;--ink:#24211c;--soft:#6d665a;--line:#ddd6c6;--accent:#7a4a12;
 --content:#ffd97a55;--content-edge:#d9a21b;--cue:#a63d00;--contact:#2a7de155;--contact-edge:#2a7de1;
 --condition:#9b59d033;--condition-edge:#8a44c4;--time:#0a7d66;--dating:#0a7d6633;
 --person:#8b1e3f;--organization:#1b4f9c;--media:#6a3fa0;--country:#1d6b3a;--place:#4c6312;
 --deny:#b3261e;--confirm:#1d6b3a;--warn:#a35a00}
@media (prefers-color-scheme:dark){:root{
 --page:#17150f;--paper:#201d17;--ink:#ece6d8;--soft:#a59c8a;--line:#3b362b;--accent:#e0ad6a;
 --content:#c7931f3d;--content-edge:#c7931f;--cue:#ff9d5c;--contact:#5aa2ff38;--contact-edge:#5aa2ff;
 --condition:#b98be633;--condition-edge:#b98be6;--time:#5bd0b5;--dating:#5bd0b52e;
 --person:#ff9db5;--organization:#9dc1ff;--media:#c9a8f5;--country:#8edba6;--place:#c6d98a;
 --deny:#ff8a80;--confirm:#8edba6;--warn:#ffb866}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--page);color:var(--ink);
 font:16px/1.75 "IBM Plex Sans Arabic","Noto Sans Arabic","Noto Kufi Arabic","Segoe UI",Tahoma,"Geeza Pro",sans-serif}
.top{max-width:84rem;margin:auto;padding:2rem 1.25rem .25rem}
.top h1{margin:0;font-size:1.7rem;color:var(--accent)}
.top p{margin:.1rem 0 .9rem;color:var(--soft)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:0;padding:0;list-style:none;font-size:.85rem;color:var(--soft)}
.doc{max-width:84rem;margin:1.25rem auto;padding:0 1.25rem}
.sheet{background:var(--paper);border:1px solid var(--line);border-radius:14px;overflow:clip}
.meta{display:flex;flex-wrap:wrap;gap:.25rem 1.4rem;padding:.65rem 1.4rem;margin:0;border-bottom:1px solid var(--line);
 font-size:.85rem;color:var(--soft)}
.meta b{font-weight:600;color:var(--ink)}
.meta a,.side a{color:inherit}
.cols{display:grid;grid-template-columns:minmax(0,1.45fr) minmax(0,1fr)}
.text{padding:1.3rem 1.6rem 1.8rem;font:1.16rem/2.1 "Noto Naskh Arabic",Amiri,"Traditional Arabic","Geeza Pro","Times New Roman",serif}
.text p{margin:0 0 .8rem;overflow-wrap:anywhere}
.text .headline{font-size:1.5rem;line-height:1.7;font-weight:700;margin-bottom:1rem}
.side{border-inline-start:1px solid var(--line);padding:.4rem 1.3rem 1.4rem;font-size:.92rem}
.side h3{margin:1.1rem 0 .5rem;font-size:.95rem;color:var(--accent);display:flex;gap:.5rem;align-items:baseline}
.side h3 small{color:var(--soft);font-weight:400}
.side ul{list-style:none;margin:0;padding:0}
.side li.card{border:1px solid var(--line);border-inline-start:3px solid var(--content-edge);border-radius:8px;
 padding:.5rem .75rem;margin:.5rem 0}
.side li.contact{border-inline-start-color:var(--contact-edge)}
.side li.condition{border-inline-start-color:var(--condition-edge)}
.side blockquote{margin:.3rem 0;overflow-wrap:anywhere}
.chain{font-weight:600}
.arrow{color:var(--soft);margin:0 .3rem;font-weight:400}
.facts{color:var(--soft);font-size:.83rem}
.facts>span{margin-inline-end:.9rem;display:inline-block}
.tag{display:inline-block;font-size:.76rem;line-height:1.5;border:1px solid currentColor;border-radius:99px;padding:0 .5rem;
 margin-inline-end:.35rem;color:var(--soft)}
.tag.deny,.tag.refuse,.tag.denied,.tag.cancelled,.tag.denies{color:var(--deny)}
.tag.confirm,.tag.held,.tag.confirms{color:var(--confirm)}
.tag.accuse,.tag.warn,.tag.threaten,.tag.condemn,.tag.demand{color:var(--warn)}
.no{color:var(--soft);text-decoration:none;font-size:.8rem;margin-inline-end:.4rem}
.names{margin:.15rem 0}
.person{color:var(--person)}.organization{color:var(--organization)}.media{color:var(--media)}
.country{color:var(--country)}.place{color:var(--place)}.anonymous{font-style:italic}
mark{background:none;color:inherit;border-radius:3px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
mark.content{background:var(--content)}
mark.contact{box-shadow:inset 0 -3px 0 var(--contact-edge)}
mark.condition{background:var(--condition)}
mark.cue{color:var(--cue);font-weight:700}
mark.time{color:var(--time);border-bottom:1px dashed currentColor;border-radius:0}
mark.dating{background:var(--dating);outline:1px solid var(--time)}
mark.person{color:var(--person)}mark.organization{color:var(--organization)}mark.media{color:var(--media)}
mark.country{color:var(--country)}mark.place{color:var(--place)}
:target{outline:2px solid var(--accent);outline-offset:2px}
.ctl{font:.7em monospace;border:1px solid var(--line);border-radius:3px;padding:0 .2em;color:var(--soft)}
@media (max-width:60rem){.cols{grid-template-columns:1fr}.side{border-inline-start:0;border-top:1px solid var(--line)}}
@media print{body{background:none}.sheet{border:0}.doc{break-inside:avoid-page}}
)css";

}  // namespace isnad::output
