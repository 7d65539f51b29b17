/// One pass over an XML document in memory with libxml2, as events. Nothing but the given bytes is ever read: no
/// network, no files, no external DTD. No tree is built, and no entity is expanded.
#ifndef C_XML_SHIM_H
#define C_XML_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A text that ends with a zero byte, in UTF-8; valid for the time of the callback.
typedef const uint8_t *StillwaterXMLText;

/// Why parsing ended.
typedef enum {
    /// The whole document was read.
    STILLWATER_XML_COMPLETE = 0,
    /// The document breaks the rules of XML.
    STILLWATER_XML_MALFORMED,
    /// A callback answered false.
    STILLWATER_XML_STOPPED,
    /// libxml2 could not get the memory for its parser.
    STILLWATER_XML_NO_MEMORY,
} StillwaterXMLOutcome;

typedef struct {
    StillwaterXMLOutcome outcome;
    /// libxml2's number for what is malformed, 0 otherwise.
    int code;
    /// The line of that fault, from 1; 0 when there is none.
    int line;
} StillwaterXMLResult;

/// What the parser reports, in document order. Each answers whether to go on. `context` is the one given to
/// `stillwater_xml_parse`. All pointers are lent for the time of the call.
typedef struct {
    /// A DOCTYPE begins.
    bool (*_Nonnull doctype)(void *_Nullable context);
    /// A DOCTYPE declares an entity or a notation of any kind, or the document refers to one that is not predefined.
    bool (*_Nonnull entity)(void *_Nullable context);
    /// An element begins. `namespaces` holds prefix (null for the default) and URI, `namespace_count` times;
    /// `attributes` holds local name, prefix, URI, and where the value begins and ends (no zero byte there),
    /// `attribute_count` times. In values, each `&` is written as `&#38;`.
    bool (*_Nonnull start)(
        void *_Nullable context, StillwaterXMLText _Nonnull name, StillwaterXMLText _Nullable prefix,
        StillwaterXMLText _Nullable uri, int namespace_count, const StillwaterXMLText _Nullable *_Nullable namespaces,
        int attribute_count, const StillwaterXMLText _Nullable *_Nullable attributes);
    /// The element that began last and did not end, ends.
    bool (*_Nonnull end)(void *_Nullable context);
    /// A piece of character data, CDATA sections included; `count` bytes.
    bool (*_Nonnull text)(void *_Nullable context, const uint8_t *_Nonnull bytes, size_t count);
} StillwaterXMLEvents;

/// Parses `count` bytes, at most INT_MAX, and reports to `events`. Blocks for the time of parsing; safe on any thread.
StillwaterXMLResult stillwater_xml_parse(
    const uint8_t *_Nonnull bytes, size_t count, const StillwaterXMLEvents *_Nonnull events, void *_Nullable context);

#endif
