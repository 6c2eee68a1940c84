/* xml_library.h - libxml2 for several threads: it has to be begun once before they use it. */
#ifndef INDEXER_XML_LIBRARY_H
#define INDEXER_XML_LIBRARY_H

/* Called before anything of libxml2 that parses; any thread may, as often as it likes. */
void xml_library_begin(void);

#endif
