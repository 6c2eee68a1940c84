# news-search: builds two programs, news-indexer and news-searcher, and their tests.
#
#   make deps            install what is missing from Debian's packages (root or sudo); does nothing when all is there
#   make                 build both programs into build/plain
#   make demo            build, index corpus/ and run three searches
#   make check           build and run every test
#   make check-long      all that takes hours: long-tests, `make check` with SAN=address,undefined and with SAN=thread, `make coverage`,
#                        `make ANALYZERS=clang analyze` and `make fuzz FUZZ=all`, two of these at a time with -j2
#   make long-tests      hold the evaluator against the oracle for CHECK_SECONDS (600), and run all of the tests of which `make check` runs
#                        a sample; indexes are searched of which one of DAMAGE (2000) bits was flipped
#   make fuzz            feed the query parser, or with FUZZ=mail fuzz_mail.c of tests/fuzz, random text for FUZZ_SECONDS (60); FUZZ="mail feed"
#                        for several of them, FUZZ=all for each; needs clang
#   make bench           measure building and searching beside the other engines that are installed; needs collections (NEWS_DATA)
#   make bench-quality   measure how good the ranking is, on judged collections
#   make valgrind        index builds and searches of all kinds under valgrind
#   make coverage        say how many lines of each file the tests run; build/coverage/not-run names the others
#   make analyze         gcc's analyzer, cppcheck and clang-tidy (Debian packages cppcheck and clang-tidy) over the programs' sources;
#                        ANALYZERS=clang for the static analyzer of clang, which takes ten times as long as all of them
#   make install         into prefix (/usr/local), below DESTDIR if that is set; make uninstall takes it away again
#   make clean
#
#   V=1 shows the commands, SAN=address,undefined builds with sanitizers, WERROR=1 makes warnings errors,
#   CC, CXX, CFLAGS, CXXFLAGS and LDFLAGS are yours.

prefix = /usr/local
DESTDIR =
SAN =
V =
WERROR =
ifeq ($(origin CC),default)
CC = gcc
endif
ifeq ($(origin CXX),default)
CXX = g++
endif

comma := ,
BUILD = build/$(if $(SAN),$(subst $(comma),-,$(SAN)),plain)$(if $(filter clang%,$(notdir $(CC))),-clang)
QUIET = $(if $(V),,@)
SAY = @$(if $(V),:,printf '  %-5s %s\n')

# ---- What it needs ----

PACKAGES = pkg-config libxapian-dev zlib1g-dev libutf8proc-dev libsimdjson-dev libjansson-dev libxml2-dev libcmocka-dev xapian-tools valgrind libsqlite3-dev mandoc jq
# Each library: its pkg-config name, the least version, and the package that has it.
LIBRARIES = xapian-core:1.4.10:libxapian-dev zlib:1.2.9:zlib1g-dev libutf8proc:2.3:libutf8proc-dev simdjson:2.0:libsimdjson-dev \
            jansson:2.10:libjansson-dev
# What only news-indexer needs; news-searcher would start slower with it.
INDEXER_LIBRARIES = libxml-2.0:2.9.10:libxml2-dev
TEST_LIBRARIES = cmocka:1.1.5:libcmocka-dev

name_of = $(word 1,$(subst :, ,$(1)))
# Asked when first needed and not when this file is read, so that `make deps check` may install them in between.
DEPS_CFLAGS = $(eval DEPS_CFLAGS := $(shell pkg-config --cflags $(foreach l,$(LIBRARIES) $(INDEXER_LIBRARIES),$(call name_of,$(l)))))$(DEPS_CFLAGS)
DEPS_LIBS = $(eval DEPS_LIBS := $(shell pkg-config --libs $(foreach l,$(LIBRARIES),$(call name_of,$(l)))))$(DEPS_LIBS)
INDEXER_LIBS = $(eval INDEXER_LIBS := $(shell pkg-config --libs $(foreach l,$(INDEXER_LIBRARIES),$(call name_of,$(l)))))$(INDEXER_LIBS)
TEST_LIBS = $(eval TEST_LIBS := $(shell pkg-config --libs $(foreach l,$(TEST_LIBRARIES),$(call name_of,$(l)))))$(TEST_LIBS)

# ---- Flags; the user's come last ----

# What makes a defect of memory end the program instead of being of use to somebody. Of the flags for compilers, those that $(1) knows.
known = $(shell for f in $(2); do $(1) -Werror $$f -S -o /dev/null -x c /dev/null 2>/dev/null && echo $$f; done)
PROTECT = -fPIE -fstack-protector-strong -fstack-clash-protection
C_PROTECT = $(eval C_PROTECT := $(call known,$(CC),$(PROTECT)))$(C_PROTECT)
CXX_PROTECT = $(eval CXX_PROTECT := $(call known,$(CXX),$(PROTECT)))$(CXX_PROTECT)
# The C library takes the highest level up to this one that it and the compiler have. It needs -O; sanitizers have checks of their own in
# the same places; and $(1), the user's flags, may name a level.
fortify = $(if $(SAN)$(filter -O0,$(1))$(findstring _FORTIFY_SOURCE,$(1)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)

WARNINGS = -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wwrite-strings $(if $(WERROR),-Werror)
C_WARNINGS = $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes
SAN_FLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
# What the source means with, apart from how it is compiled.
MEANING = -I. -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(DEPS_CFLAGS)
COMMON = -O2 -g -pthread -MMD -MP $(SAN_FLAGS) $(MEANING)
ALL_CFLAGS = -std=c11 $(COMMON) $(C_PROTECT) $(call fortify,$(CFLAGS)) $(C_WARNINGS) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 $(COMMON) $(CXX_PROTECT) $(call fortify,$(CXXFLAGS)) $(WARNINGS) $(CXXFLAGS)
LINK = $(CXX) -pthread -pie -Wl,-z,relro,-z,now,-z,noexecstack $(SAN_FLAGS)

# ---- Sources: a folder's files, and what it may use ----

objects = $(patsubst %,$(BUILD)/%.o,$(wildcard $(1)/*.c $(1)/*.cc))
SHIM = $(call objects,shim)
INDEX = $(call objects,index)
CLI = $(call objects,cli)
INDEXER = $(filter-out %/main.c.o,$(call objects,indexer))
SEARCHER = $(filter-out %/main.c.o,$(call objects,searcher))
PROGRAMS = $(BUILD)/news-indexer $(BUILD)/news-searcher
STARVED = $(BUILD)/starved-news-indexer $(BUILD)/starved-news-searcher
TESTS = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c)) $(ORACLE_TEST)
ORACLE_TEST = $(BUILD)/tests/test_oracle_match
# The bench: programs, each with a main() of its own, and what they share.
BENCH_C = $(addprefix $(BUILD)/tests/bench/,ask cold draw dump measure peer_ours reading)
BENCH_FTS5 = $(BUILD)/tests/bench/peer_fts5
BENCH_XAPIAN = $(BUILD)/tests/bench/peer_xapian
BENCH_PARTS = $(addprefix $(BUILD)/tests/bench/,$(addsuffix .c.o,article_text bench_query child engines page peer perturb source statistics))
LIBRARY_OBJECTS = $(INDEXER) $(SEARCHER) $(CLI) $(INDEX) $(SHIM)
CASES = $(wildcard tests/cli/*.sh tests/long/*.sh)
CHECK_SECONDS = 600
DAMAGE = 2000
FUZZ_SECONDS = 60
LONG_PARTS = long-tests check-addresses check-threads analyze-clang coverage fuzz-all
FUZZ = query
FUZZ_ALL = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZED = $(if $(filter all,$(FUZZ)),$(FUZZ_ALL),$(FUZZ))
# What a target begins with: the files of its own name, and others.
seeds = $(wildcard tests/fuzz/$(1) tests/data/ugly/$(1)) $(FUZZ_SEEDS_$(1))
FUZZ_SEEDS_mail = tests/data/ugly/mbox
FUZZ_SEEDS_intake = $(wildcard tests/data/ugly/*)

.PHONY: all deps need need-tests demo check unit cli seeds layering hardening bench-programs bench-check bench bench-quality quality-check
.PHONY: check-long $(LONG_PARTS) valgrind analyze findings fuzz fuzz-programs install uninstall clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAMS)

OBJECTS_indexer = $(BUILD)/indexer/main.c.o $(INDEXER) $(CLI) $(INDEX) $(SHIM)
$(BUILD)/news-indexer: $(OBJECTS_indexer)
# A library that it does not need would cost each of its starts some time.
OBJECTS_searcher = $(BUILD)/searcher/main.c.o $(SEARCHER) $(CLI) $(INDEX) $(filter-out %/json.cc.o,$(SHIM))
$(BUILD)/news-searcher: $(OBJECTS_searcher)
$(BUILD)/news-searcher: INDEXER_LIBS =
$(PROGRAMS):
	$(SAY) LINK $@
	$(QUIET)$(LINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS)

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.c.o $(LIBRARY_OBJECTS) | need-tests
	$(SAY) LINK $@
	$(QUIET)mkdir -p $(@D)
	$(QUIET)$(LINK) $(WRAPPED:%=-Wl,--wrap=%) $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS) $(TEST_LIBS)

# This test runs the programs.
$(BUILD)/tests/test_damage: | $(PROGRAMS)

# This test stands between our objects and the allocator.
$(BUILD)/tests/test_no_memory: WRAPPED = malloc calloc realloc

# These stand between them and the system.
$(BUILD)/tests/test_build_folder: WRAPPED = flock mkdtemp
$(BUILD)/tests/test_index_file: WRAPPED = fsetxattr
$(BUILD)/tests/test_listing_order: WRAPPED = readdir64

# This one is news-indexer, and stands between two parts of it.
$(BUILD)/tests/test_bus_error: WRAPPED = main index_file_check
$(BUILD)/tests/test_bus_error: $(BUILD)/indexer/main.c.o

# The programs with an allocator that refuses requests, which runs them again and again.
$(STARVED): $(BUILD)/starved-news-%: $(BUILD)/news-% $(call objects,tests/starve) | need-tests
	$(SAY) LINK $@
	$(QUIET)$(LINK) -Wl,--wrap=main $(LDFLAGS) -o $@ $(OBJECTS_$*) $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS)

$(BUILD)/tests/starve/allocator.c.o: SAN_FLAGS =

$(ORACLE_TEST): $(call objects,tests/oracle) $(LIBRARY_OBJECTS) | need-tests
	$(SAY) LINK $@
	$(QUIET)mkdir -p $(@D)
	$(QUIET)$(LINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS) $(TEST_LIBS)

$(BENCH_C) $(BENCH_FTS5): $(BUILD)/%: $(BUILD)/%.c.o $(BENCH_PARTS) $(LIBRARY_OBJECTS)
	$(SAY) LINK $@
	$(QUIET)$(LINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS) $(BENCH_LIBS)

$(BENCH_XAPIAN): $(BUILD)/%: $(BUILD)/%.cc.o $(BENCH_PARTS) $(LIBRARY_OBJECTS)
	$(SAY) LINK $@
	$(QUIET)$(LINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS)

$(BENCH_FTS5): BENCH_LIBS = $(shell pkg-config --libs sqlite3)
$(BUILD)/tests/test_bench: $(BENCH_PARTS)

$(call objects,tests/bench): | need-tests

$(BUILD)/%.c.o: %.c | need
	$(SAY) CC $<
	$(QUIET)mkdir -p $(@D)
	$(QUIET)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/%.cc.o: %.cc | need
	$(SAY) CXX $<
	$(QUIET)mkdir -p $(@D)
	$(QUIET)$(CXX) $(ALL_CXXFLAGS) -c -o $@ $<

$(BUILD)/tests/unit/%.c.o: | need-tests

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/tests/*/*.d)

# ---- Dependencies ----

deps:
	$(QUIET)tests/tools/install-packages $(PACKAGES)

# Where `deps` is asked for too, it comes first.
need check-long coverage fuzz-programs: $(filter deps,$(MAKECMDGOALS))
need:
	$(QUIET)tests/tools/need-libraries $(LIBRARIES) $(INDEXER_LIBRARIES)

need-tests: need
	$(QUIET)tests/tools/need-libraries $(TEST_LIBRARIES)

# ---- Running ----

demo: $(PROGRAMS)
	$(QUIET)tests/tools/demo $(BUILD)

check: unit cli seeds layering hardening bench-check quality-check
	$(QUIET)tests/tools/summary $(BUILD)/results

unit: $(TESTS) | need-tests
	$(QUIET)tests/tools/run-unit $(BUILD)/results $(TESTS)

cli: $(PROGRAMS) $(STARVED) unit
	$(QUIET)BUILD=$(BUILD) tests/tools/run-cli $(BUILD)/results $(CASES)

# What fuzzers begin with, which has what they found.
REPLAYS = $(FUZZ_ALL:%=$(BUILD)/tests/fuzz/replay_%)
seeds: $(REPLAYS) unit
	$(QUIET)tests/tools/run-seeds $(BUILD)/results $(foreach f,$(FUZZ_ALL),"$(BUILD)/tests/fuzz/replay_$(f) $(call seeds,$(f))")

$(REPLAYS): $(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.c.o $(BUILD)/tests/fuzz/replay.c.o $(LIBRARY_OBJECTS)
	$(SAY) LINK $@
	$(QUIET)$(LINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS)

layering: all unit
	$(QUIET)CC="$(CC)" CXX="$(CXX)" FLAGS="$(DEPS_CFLAGS)" tests/tools/check-layering $(BUILD) $(BUILD)/results

hardening: $(PROGRAMS) unit
	$(QUIET)FORTIFIED="$(and $(call fortify,$(CFLAGS)),$(call fortify,$(CXXFLAGS)))" tests/tools/check-hardening $(BUILD) $(BUILD)/results

# What goes wrong in one of them does not keep the others from being run.
check-long:
	$(QUIET)$(MAKE) --no-print-directory -k $(LONG_PARTS)

# What can go on for long runs a sample of itself under `make check`, and all of itself here: the scripts of tests/long/ with LONG=1, and
# test_damage with DAMAGE.
long-tests: $(PROGRAMS) $(STARVED) $(TESTS)
	$(QUIET)SECONDS=$(CHECK_SECONDS) $(ORACLE_TEST)
	$(QUIET)DAMAGE=$(DAMAGE) tests/tools/run-unit $(BUILD)/long-results $(BUILD)/tests/test_damage
	$(QUIET)LONG=1 BUILD=$(BUILD) tests/tools/run-cli $(BUILD)/long-results $(wildcard tests/long/*.sh)
	$(QUIET)tests/tools/summary $(BUILD)/long-results

check-addresses:
	$(QUIET)$(MAKE) --no-print-directory SAN=address,undefined check

check-threads:
	$(QUIET)$(MAKE) --no-print-directory SAN=thread check

analyze-clang:
	$(QUIET)$(MAKE) --no-print-directory ANALYZERS=clang analyze

fuzz-all:
	$(QUIET)$(MAKE) --no-print-directory FUZZ=all fuzz

fuzz: $(FUZZED:%=fuzz-with-%)

# libFuzzer comes with clang; its objects are built apart, for it watches every branch of them.
fuzz-programs:
	$(QUIET)$(MAKE) --no-print-directory CC=clang CXX=clang++ SAN=fuzzer-no-link,address,undefined BUILD=build/fuzz $(FUZZED:%=build/fuzz/fuzz_%)

fuzz-with-%: fuzz-programs
	$(SAY) FUZZ $*
	$(QUIET)mkdir -p build/fuzz/corpus/$*
	$(QUIET)build/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=$(if $(filter query,$*),600,8192) -timeout=5 -verbosity=0 \
	    -print_final_stats=1 build/fuzz/corpus/$* $(call seeds,$*)

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.c.o $(LIBRARY_OBJECTS)
	$(SAY) LINK $@
	$(QUIET)$(LINK) -fsanitize=fuzzer $(LDFLAGS) -o $@ $(filter %.o,$^) $(DEPS_LIBS) $(INDEXER_LIBS)

# SQLite is asked for when the bench is built, and not when this file is read; without it the bench says so.
bench-programs: $(PROGRAMS) $(BENCH_C) $(BENCH_XAPIAN)
	$(QUIET)if pkg-config --exists 'sqlite3 >= 3.9'; then $(MAKE) --no-print-directory $(BENCH_FTS5); fi

bench-check: bench-programs unit
	$(QUIET)tests/bench/self-test $(BUILD) $(BUILD)/results

bench: bench-programs
	$(QUIET)tests/bench/run-bench $(BUILD)

quality-check: $(PROGRAMS) unit
	$(QUIET)tests/quality/self-test $(BUILD) $(BUILD)/results

bench-quality: $(PROGRAMS)
	$(QUIET)tests/quality/run-quality $(BUILD)

valgrind: $(PROGRAMS)
	$(QUIET)tests/tools/run-valgrind $(BUILD)

# Lines that the unit tests and the CLI cases run. Programs that cannot write their counts are not to complain of that; those without memory
# end in a way in which nothing is counted that does not ask for it.
coverage:
	$(QUIET)rm -rf build/coverage
	$(QUIET)GCOV_ERROR_FILE=/dev/null $(MAKE) --no-print-directory CC=gcc CXX=g++ BUILD=build/coverage CFLAGS='$(CFLAGS) $(COUNTED)' \
	    CXXFLAGS='$(CXXFLAGS) $(COUNTED)' LDFLAGS='$(LDFLAGS) --coverage -Wl,-u,__gcov_dump' cli
	$(QUIET)tests/tools/summary build/coverage/results
	$(QUIET)tests/tools/coverage-summary build/coverage cli index indexer searcher shim

COUNTED = -O0 --coverage -fprofile-update=atomic

# Of the programs' sources: the unit tests rest on asserts that end a test, which no analyzer knows of. gcc's analyzer has no C++, and sees
# the source as it is written where nothing is optimised. Of clang-tidy's checks those of clang's static analyzer are an analyzer apart.
ANALYZERS = gcc cppcheck tidy
ANALYSIS = build/analysis
ANALYZED_FOLDERS = cli index indexer searcher shim
ANALYZED_C = $(wildcard $(ANALYZED_FOLDERS:%=%/*.c))
ANALYZED = $(ANALYZED_C) $(wildcard $(ANALYZED_FOLDERS:%=%/*.cc))
ANALYZED_HEADERS = $(wildcard $(ANALYZED_FOLDERS:%=%/*.h)) tests/tools/analysis.h
ANALYZED_AS = $(if $(filter %.cc,$<),-std=c++17,-std=c11 -DOF_$(patsubst %/,%,$(dir $<)) -DIN_$(basename $(notdir $<)) -include tests/tools/analysis.h) $(MEANING)
FINDINGS_gcc = $(ANALYZED_C:%=$(ANALYSIS)/%.gcc)
FINDINGS_cppcheck = $(ANALYSIS)/all.cppcheck
FINDINGS_tidy = $(ANALYZED:%=$(ANALYSIS)/%.tidy)
FINDINGS_clang = $(ANALYZED:%=$(ANALYSIS)/%.clang)
FINDINGS = $(foreach a,$(ANALYZERS),$(FINDINGS_$(a)))

analyze: need
	$(QUIET)have=$$(tests/tools/have-analyzers $(ANALYZERS)) && $(MAKE) --no-print-directory ANALYZERS="$$have" findings

findings: $(FINDINGS)
	$(QUIET)tests/tools/check-findings tests/tools/analysis-exceptions $(FINDINGS)

$(ANALYSIS)/%.gcc: % $(ANALYZED_HEADERS)
	$(SAY) GCC $<
	$(QUIET)mkdir -p $(@D)
	$(QUIET)gcc $(ANALYZED_AS) -O0 -fanalyzer -c -o /dev/null $< 2>$@ || { cat $@; false; }

CLANG_TIDY = clang-tidy --quiet --checks='$(1)' $< -- $(ANALYZED_AS) >$@ 2>$@.log || { cat $@.log $@; false; }
$(ANALYSIS)/%.tidy: % $(ANALYZED_HEADERS) .clang-tidy
	$(SAY) TIDY $<
	$(QUIET)mkdir -p $(@D)
	$(QUIET)$(call CLANG_TIDY,-clang-analyzer-*)

$(ANALYSIS)/%.clang: % $(ANALYZED_HEADERS) .clang-tidy
	$(SAY) CLANG $<
	$(QUIET)mkdir -p $(@D)
	$(QUIET)$(call CLANG_TIDY,-bugprone-*$(comma)-cert-*$(comma)-concurrency-*$(comma)-performance-*$(comma)-portability-*)

$(FINDINGS_cppcheck): $(ANALYZED) $(ANALYZED_HEADERS)
	$(SAY) CHECK 'all sources'
	$(QUIET)mkdir -p $(@D)
	$(QUIET)cppcheck --quiet --std=c11 --std=c++17 --enable=warning,performance,portability -I. -D_GNU_SOURCE \
	    --template='{file}:{line}:{column}: warning: {message} [{id}]' $(ANALYZED_FOLDERS) 2>$@ || { cat $@; false; }

install: $(PROGRAMS)
	$(QUIET)tests/tools/install-files install "$(DESTDIR)$(prefix)" $(PROGRAMS)

uninstall:
	$(QUIET)tests/tools/install-files uninstall "$(DESTDIR)$(prefix)" $(PROGRAMS)

clean:
	rm -rf build
