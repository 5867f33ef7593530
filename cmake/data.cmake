# isnad_data(): checks and compiles data/ into one blob, and makes the library isnad_data that embeds it. The compiler's parts
# are the library isnad_compiler, which only the compiler and its tests link to.
function(isnad_data)
  file(GLOB compiler CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/model/compiler/*.cc)
  set(program ${PROJECT_SOURCE_DIR}/src/model/compiler/compile.cc)
  list(REMOVE_ITEM compiler ${program})
  add_library(isnad_compiler STATIC ${compiler})
  target_link_libraries(isnad_compiler PUBLIC isnad_model)
  add_executable(isnad_compile_data ${program})
  target_link_libraries(isnad_compile_data PRIVATE isnad_compiler)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/*.tsv ${PROJECT_SOURCE_DIR}/data/*.bin)
  set(blob ${PROJECT_BINARY_DIR}/generated/data.blob)
  add_custom_command(
    OUTPUT ${blob}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/generated
    COMMAND isnad_compile_data ${PROJECT_SOURCE_DIR}/data ${blob}
    DEPENDS isnad_compile_data ${files}
    COMMENT "Checking and compiling data/"
    VERBATIM)
  set(source ${PROJECT_BINARY_DIR}/generated/blob.S)
  file(WRITE ${source} "
    .section .rodata
    .balign 16
    .global isnad_blob_begin
    .global isnad_blob_end
isnad_blob_begin:
    .incbin \"${blob}\"
isnad_blob_end:
    .byte 0
    .section .note.GNU-stack,\"\",%progbits
")
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${blob})
  add_library(isnad_data STATIC ${source} ${PROJECT_SOURCE_DIR}/src/model/embedded/builtin.cc)
  target_link_libraries(isnad_data PUBLIC isnad_model)
endfunction()
