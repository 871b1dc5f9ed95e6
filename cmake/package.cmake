# The Debian package (`make package`, cpack -G DEB): the program, the data bundle, the settings file, the systemd unit and its account.
# Included after the target `catalyse` exists. What installs where is told again in docs/operate.md.
set(CATALYSE_PACKAGING "${PROJECT_SOURCE_DIR}/packaging")

install(TARGETS catalyse RUNTIME DESTINATION bin)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION share/catalyse/data)
install(FILES "${CATALYSE_PACKAGING}/catalyse.service" DESTINATION lib/systemd/system)
install(FILES "${CATALYSE_PACKAGING}/sysusers.conf" DESTINATION lib/sysusers.d RENAME catalyse.conf)
install(FILES "${CATALYSE_PACKAGING}/catalyse.toml" DESTINATION /etc/catalyse)
install(FILES "${CATALYSE_PACKAGING}/copyright" "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md" DESTINATION share/doc/catalyse)
install(FILES "${CATALYSE_PACKAGING}/nginx.conf" DESTINATION share/doc/catalyse/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME catalyse)
set(CPACK_PACKAGE_VENDOR Catalyse)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "Catalyse <root@localhost>" CACHE STRING "name and address of who makes the package")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "open platform of French territorial profiles")
set(CPACK_PACKAGE_DESCRIPTION
"Catalyse shows, for any French commune, EPCI, département or région, where
the place is fragile and how sure that is, which places are comparable and
why. One self-contained web server with the open data it needs; SQLite by
default, PostgreSQL by choice.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# /etc is meant: dpkg keeps the administrator's changes (conffiles).
set(CPACK_ERROR_ON_ABSOLUTE_INSTALL_DESTINATION OFF)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# ca-certificates: the mail server and the provider of identity are asked over TLS, and libcurl4 only recommends them. The libraries come
# from SHLIBDEPS.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql-client, nginx")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CATALYSE_PACKAGING}/conffiles" "${CATALYSE_PACKAGING}/postinst" "${CATALYSE_PACKAGING}/prerm"
                                       "${CATALYSE_PACKAGING}/postrm")
include(CPack)
