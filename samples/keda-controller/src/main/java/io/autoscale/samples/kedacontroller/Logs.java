// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Configures logging by the options of the command line. */
final class Logs {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}: %msg%n%ex{short}";

    private Logs() {}

    /** The levels of this program; libraries log warnings only. */
    enum Level {
        OFF,
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    static void configure(Level level, boolean json) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(json ? json(context) : text(context));
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        if (level == Level.OFF) {
            root.setLevel(ch.qos.logback.classic.Level.OFF);
            return;
        }
        root.setLevel(ch.qos.logback.classic.Level.WARN);
        if (level != Level.DEBUG) {
            // the controller reports the state of its watches itself, without stack traces
            context.getLogger("io.fabric8").setLevel(ch.qos.logback.classic.Level.ERROR);
        }
        context.getLogger("io.autoscale").setLevel(ch.qos.logback.classic.Level.valueOf(level.name()));
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
