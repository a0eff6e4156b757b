# Measurements, built when asked for: cmake --build … --target bench_ingest
if(TARGET bb_ingest)
  add_executable(bench_ingest EXCLUDE_FROM_ALL ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_ingest.c
                 ${CMAKE_CURRENT_SOURCE_DIR}/bench/articles.c)
  target_link_libraries(bench_ingest PRIVATE bb_ingest dep_zip)
endif()
