# What is installed beside the tools: libraries, headers, pkg-config files, man pages, completions.
# The modules are libraries of their own in the build; installed they are three archives, so that a
# program names one thing: newsdex (an index and searching it), newsdex-update (reading files and
# writing an index; it brings the readers' libraries with it), xapian_c.
if(NOT TARGET newsdex_update OR NOT TARGET newsdex_search)
    return() # while the tree is being built up
endif()

function(newsdex_archive name)
    set(objects)
    foreach(module ${ARGN})
        list(APPEND objects $<TARGET_OBJECTS:${module}>)
    endforeach()
    add_library(${name} STATIC ${objects})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE C)
    install(TARGETS ${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endfunction()
newsdex_archive(newsdex newsdex_base newsdex_analysis newsdex_words newsdex_glass newsdex_shard newsdex_index newsdex_json
    newsdex_query newsdex_search)
newsdex_archive(newsdex-update newsdex_readers newsdex_update)

# The command line's tables are the tools' own.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/newsdex DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h" PATTERN command_line.h EXCLUDE)

# A tree that was installed may be moved: paths go from where the .pc file lies, unless they were given as absolute.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(NEWSDEX_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
    set(NEWSDEX_PC_LIBDIR ${CMAKE_INSTALL_FULL_LIBDIR})
    set(NEWSDEX_PC_INCLUDEDIR ${CMAKE_INSTALL_FULL_INCLUDEDIR})
else()
    file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
    string(REGEX REPLACE "/$" "" up "${up}")
    set(NEWSDEX_PC_PREFIX "\${pcfiledir}/${up}")
    set(NEWSDEX_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
    set(NEWSDEX_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
# All three are archives, which leave what they need to the program that links them: so it is Requires and Libs,
# with and without --static. A shared xapian_c has its own.
get_target_property(xapian_c_type xapian_c TYPE)
set(XAPIAN_C_LIBS "-lxapian_c")
set(XAPIAN_C_REQUIRES "Requires.private")
if(xapian_c_type STREQUAL "STATIC_LIBRARY")
    string(APPEND XAPIAN_C_LIBS " -lstdc++")
    set(XAPIAN_C_REQUIRES "Requires")
endif()
foreach(package xapian_c newsdex newsdex-update)
    set(template ${PROJECT_SOURCE_DIR}/cmake/${package}.pc.in)
    if(package STREQUAL xapian_c)
        set(template ${PROJECT_SOURCE_DIR}/indexer/xapian/xapian_c.pc.in)
    endif()
    configure_file(${template} ${PROJECT_BINARY_DIR}/pkgconfig/${package}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/pkgconfig/${package}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()

install(FILES indexer/commands/newsindex.1 search/newssearch.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES search/newsdex-json.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES search/newsdex-query.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
install(FILES search/aliases.txt RENAME aliases DESTINATION ${CMAKE_INSTALL_DATADIR}/newsdex)

# Completions are printed by the tools; where they cannot be run here, there are none.
if(NOT CMAKE_CROSSCOMPILING)
    set(completions ${PROJECT_BINARY_DIR}/completions)
    foreach(tool newsindex newssearch)
        set(made)
        foreach(shell bash zsh fish)
            add_custom_command(OUTPUT ${completions}/${tool}.${shell}
                COMMAND ${CMAKE_COMMAND} -E make_directory ${completions}
                COMMAND sh -c "\"$0\" --help=$1 >\"$2\"" $<TARGET_FILE:${tool}> ${shell} ${completions}/${tool}.${shell}
                DEPENDS ${tool} VERBATIM)
            list(APPEND made ${completions}/${tool}.${shell})
        endforeach()
        add_custom_target(completions_${tool} ALL DEPENDS ${made})
        install(FILES ${completions}/${tool}.bash RENAME ${tool}
            DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
        install(FILES ${completions}/${tool}.zsh RENAME _${tool}
            DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
        install(FILES ${completions}/${tool}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
    endforeach()
endif()
