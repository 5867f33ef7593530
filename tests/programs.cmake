# Tests of the programs as they are built, over examples/.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME export.schema
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/export/check_schema.py $<TARGET_FILE:isnad>
                 ${PROJECT_SOURCE_DIR}/docs/formats/record.schema.json ${PROJECT_SOURCE_DIR}/examples)
add_test(NAME apps.isnad COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/isnad_test.py $<TARGET_FILE:isnad> ${PROJECT_SOURCE_DIR})
add_test(NAME apps.formats COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/formats_test.py $<TARGET_FILE:isnad>)
add_test(NAME apps.pdf COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/pdf_test.py $<TARGET_FILE:isnad>)
add_test(NAME apps.store COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/store_test.py $<TARGET_FILE:isnad> ${PROJECT_SOURCE_DIR})
add_test(NAME apps.watch COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/watch_test.py $<TARGET_FILE:isnad>)
add_test(NAME apps.serve COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/serve_test.py $<TARGET_FILE:isnad> ${PROJECT_SOURCE_DIR})
set(with_postgres ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/support/postgres_server.py)
add_test(NAME store.postgres COMMAND ${with_postgres} $<TARGET_FILE:store_test> --gtest_filter=*Postgres*)
add_test(NAME apps.postgres COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/postgres_test.py $<TARGET_FILE:isnad> ${PROJECT_SOURCE_DIR})
add_test(NAME eval.throughput
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/apps/isnad_eval_test.py $<TARGET_FILE:isnad_eval> ${PROJECT_SOURCE_DIR}/examples)
add_test(NAME model.compile_data
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/model/compile_data_test.py $<TARGET_FILE:isnad_compile_data> ${PROJECT_SOURCE_DIR}/data)

add_executable(readme_sample readme_sample.cc)
target_link_libraries(readme_sample PRIVATE isnad_library)
add_test(NAME readme COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/readme_test.py $<TARGET_FILE:isnad> $<TARGET_FILE:readme_sample>
                             ${PROJECT_SOURCE_DIR})

# Exports as other programs read them: in a Python environment of their own.
add_test(NAME export.consumers
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/export/exchange/consumers_test.py $<TARGET_FILE:isnad> ${PROJECT_SOURCE_DIR}
                 ${CMAKE_CURRENT_BINARY_DIR}/exchange_environment)
