#include "CXMLShim.h"

#include <limits.h>
#include <pthread.h>
#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

// libxml2's callbacks get this as their context.
typedef struct {
    xmlParserCtxtPtr parser;
    const StillwaterXMLEvents *events;
    void *context;
    StillwaterXMLResult result;
} Run;

static void go_on(Run *run, bool wanted) {
    if (wanted) return;
    if (run->result.outcome == STILLWATER_XML_COMPLETE) run->result.outcome = STILLWATER_XML_STOPPED;
    xmlStopParser(run->parser);
}

static bool ended(const Run *run) { return run->result.outcome != STILLWATER_XML_COMPLETE; }

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    Run *run = context;
    if (!ended(run)) go_on(run, run->events->doctype(run->context));
}

static void on_entity(Run *run) {
    if (!ended(run)) go_on(run, run->events->entity(run->context));
}

static void on_entity_declaration(
    void *context, const xmlChar *name, int type, const xmlChar *public, const xmlChar *system, xmlChar *content) {
    (void)name, (void)type, (void)public, (void)system, (void)content;
    on_entity(context);
}

static void on_unparsed_entity(
    void *context, const xmlChar *name, const xmlChar *public, const xmlChar *system, const xmlChar *notation) {
    (void)name, (void)public, (void)system, (void)notation;
    on_entity(context);
}

static void on_notation(void *context, const xmlChar *name, const xmlChar *public, const xmlChar *system) {
    (void)name, (void)public, (void)system;
    on_entity(context);
}

static void on_reference(void *context, const xmlChar *name) {
    (void)name;
    on_entity(context);
}

// Looked up for `&name;` and `%name;` once libxml2's own five are ruled out.
static xmlEntityPtr on_entity_lookup(void *context, const xmlChar *name) {
    (void)name;
    on_entity(context);
    return NULL;
}

static void on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
    const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes) {
    (void)defaulted_count;
    Run *run = context;
    if (ended(run)) return;
    go_on(
        run,
        run->events->start(run->context, name, prefix, uri, namespace_count, namespaces, attribute_count, attributes));
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    Run *run = context;
    if (!ended(run)) go_on(run, run->events->end(run->context));
}

static void on_text(void *context, const xmlChar *bytes, int count) {
    Run *run = context;
    if (!ended(run) && count > 0) go_on(run, run->events->text(run->context, bytes, (size_t)count));
}

// libxml2 2.12 made the error constant.
#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error) {
#else
static void on_error(void *context, xmlErrorPtr error) {
#endif
    Run *run = context;
    if (error->level != XML_ERR_FATAL || ended(run)) return;
    run->result = (StillwaterXMLResult){STILLWATER_XML_MALFORMED, error->code, error->line};
}

static xmlSAXHandler sax_handler(void) {
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.internalSubset = on_doctype;
    sax.entityDecl = on_entity_declaration;
    sax.unparsedEntityDecl = on_unparsed_entity;
    sax.notationDecl = on_notation;
    sax.getEntity = on_entity_lookup;
    sax.getParameterEntity = on_entity_lookup;
    sax.reference = on_reference;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.serror = on_error;
    return sax;
}

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

StillwaterXMLResult stillwater_xml_parse(
    const uint8_t *bytes, size_t count, const StillwaterXMLEvents *events, void *context) {
    Run run = {NULL, events, context, {STILLWATER_XML_COMPLETE, 0, 0}};
    // The library wants to be started once, before threads use it.
    pthread_once(&library_once, xmlInitParser);
    xmlSAXHandler sax = sax_handler();
#if LIBXML_VERSION >= 21100
    run.parser = xmlNewSAXParserCtxt(&sax, &run);
#else
    run.parser = xmlNewParserCtxt();
    if (run.parser) {
        *run.parser->sax = sax;
        run.parser->userData = &run;
    }
#endif
    if (!run.parser || count > INT_MAX) {
        xmlFreeParserCtxt(run.parser);
        run.result.outcome = STILLWATER_XML_NO_MEMORY;
        return run.result;
    }
    // Without XML_PARSE_NOENT, _DTDLOAD, _DTDATTR, _XINCLUDE and _HUGE: libxml2's own limits hold as well.
    xmlDocPtr document = xmlCtxtReadMemory(run.parser, (const char *)bytes, (int)count, NULL, NULL, XML_PARSE_NONET);
    if (document) xmlFreeDoc(document);
    xmlFreeParserCtxt(run.parser);
    return run.result;
}
