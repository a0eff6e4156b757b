# Programs of ./dev bench. They are built with everything, so that none is left behind when headers change.
add_executable(make_book ${CMAKE_CURRENT_LIST_DIR}/make_book.c)
target_link_libraries(make_book PRIVATE briefbook_flags)
add_executable(floor ${CMAKE_CURRENT_LIST_DIR}/floor.c)
target_link_libraries(floor PRIVATE bb_layout bb_pdf dep_zip)
add_executable(watch_latency ${CMAKE_CURRENT_LIST_DIR}/watch_latency.c)
target_link_libraries(watch_latency PRIVATE briefbook_flags)
set_target_properties(make_book floor watch_latency PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
add_custom_target(bench_tools DEPENDS make_book floor watch_latency briefbook)
