# Makes the types of docs/api/openapi.json and holds the desk's code against them.
foreach(step "tools/types.mjs;${PROJECT}/docs;${DESK}/src/api/schema.d.ts" "node_modules/svelte-check/bin/svelte-check;--tsconfig;tsconfig.json;--fail-on-warnings")
  execute_process(COMMAND ${NODE} ${step} WORKING_DIRECTORY ${DESK} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "desk: ${step}: ${status}")
  endif()
endforeach()
