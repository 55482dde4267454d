# The only links allowed between Leadline's targets: one line per target, "target|direct links". Links marked with * are
# private: they do not reach the users of the target. leadline_library() refuses everything else when the build is
# configured, tests/unit/tst_include_scan.cpp refuses includes that would sneak past it.
set(LEADLINE_LINK_TABLE
    "ll_domain|Qt6::Core"
    "ll_protocol|ll_domain"
    "ll_storage|ll_domain Qt6::Sql SQLite::SQLite3* PkgConfig::PQ* Threads::Threads*"
    "ll_extract|ll_domain phonenumber* PkgConfig::PSL*"
    "ll_crawl|ll_domain CURL::libcurl* PkgConfig::PSL*"
    "ll_sources|ll_domain ll_crawl ll_extract"
    "ll_backend|ll_protocol ll_storage ll_crawl ll_extract ll_sources Boost::headers* OpenSSL::SSL* PkgConfig::SODIUM* Threads::Threads*"
    "ll_client|ll_protocol Qt6::Network Qt6::WebSockets* qt6keychain* PkgConfig::SODIUM*"
    "ll_cache|ll_storage SQLite::SQLite3*"
    "ll_services|ll_domain ll_client* ll_cache*"
    "ll_ui_models|ll_services Qt6::Gui"
    "ll_ui|ll_ui_models Qt6::Widgets Qt6::Svg* Qt6::DBus*"
    "leadline|ll_ui ll_services ll_client ll_cache"
    "leadctl|ll_services ll_client ll_cache"
    "leadlined|ll_backend")
