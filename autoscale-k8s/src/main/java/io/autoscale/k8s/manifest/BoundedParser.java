// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A parser that rejects a document that is too deep or too large while parsing. */
final class BoundedParser implements Parser {

    private final Parser parser;
    private final int deepest;
    private final int largest;
    private int depth;
    private int size;

    BoundedParser(LoadSettings settings, StreamReader text, int deepest, int largest) {
        this.parser = new ParserImpl(settings, text);
        this.deepest = deepest;
        this.largest = largest;
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        size++;
        switch (event.getEventId()) {
            case DocumentStart -> {
                depth = 0;
                size = 0;
            }
            case SequenceStart, MappingStart -> depth++;
            case SequenceEnd, MappingEnd -> depth--;
            default -> {}
        }
        // an object or a list produces two events
        if (depth > deepest || size > 2 * largest) {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ManifestTextException(
                    line, "a document of at most " + deepest + " levels and " + largest + " values");
        }
        return event;
    }
}
