# Makes an assembler file that holds files, and a table of their names, beginnings and ends (src/serve/embedded.cc reads it).
#
#   cmake -DTABLE=SYMBOL -DOUT=FILE.S -DFILES=FILE|FILE…            -P embed.cmake    each under its own name
#   cmake -DTABLE=SYMBOL -DOUT=FILE.S -DFOLDER=FOLDER               -P embed.cmake    all in and below it, by their path in it
#
# As a module it gives isnad_embed(TARGET TABLE FILES FILE… DEPENDS …) and isnad_embed(TARGET TABLE FOLDER FOLDER DEPENDS …), which add
# that file to a library.
if(CMAKE_SCRIPT_MODE_FILE)
  set(names)
  set(paths)
  if(FOLDER)
    file(GLOB_RECURSE found RELATIVE ${FOLDER} ${FOLDER}/*)
    list(SORT found)
    foreach(name ${found})
      list(APPEND names ${name})
      list(APPEND paths ${FOLDER}/${name})
    endforeach()
  else()
    string(REPLACE "|" ";" found "${FILES}")
    foreach(path ${found})
      get_filename_component(name ${path} NAME)
      list(APPEND names ${name})
      list(APPEND paths ${path})
    endforeach()
  endif()
  set(bytes "    .section .rodata\n")
  set(table "    .section .data.rel.ro,\"aw\"\n    .balign 8\n    .global ${TABLE}\n${TABLE}:\n")
  set(n 0)
  foreach(name path IN ZIP_LISTS names paths)
    string(APPEND bytes ".Lname${n}: .asciz \"${name}\"\n    .balign 16\n.Lbegin${n}: .incbin \"${path}\"\n.Lend${n}: .byte 0\n")
    string(APPEND table "    .quad .Lname${n}, .Lbegin${n}, .Lend${n}\n")
    math(EXPR n "${n} + 1")
  endforeach()
  file(WRITE ${OUT} "${bytes}${table}    .quad 0, 0, 0\n    .section .note.GNU-stack,\"\",%progbits\n")
  return()
endif()

set(ISNAD_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(isnad_embed target table)
  cmake_parse_arguments(EMBED "" "FOLDER" "FILES;DEPENDS" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/generated/${table}.S)
  list(JOIN EMBED_FILES "|" files)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DTABLE=${table} -DOUT=${source} -DFILES=${files} -DFOLDER=${EMBED_FOLDER} -P ${ISNAD_EMBED_SCRIPT}
    DEPENDS ${ISNAD_EMBED_SCRIPT} ${EMBED_FILES} ${EMBED_DEPENDS}
    COMMENT "Embedding ${table}"
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
