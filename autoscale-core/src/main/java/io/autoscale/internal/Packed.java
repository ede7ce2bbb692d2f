// SPDX-License-Identifier: Apache-2.0
package io.autoscale.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compactly serialized value. Numbers use as few bytes as possible. Objects ("words"), which can be shared with other
 * values, are stored by index. Immutable. Values must be read in the order in which they were written.
 */
public final class Packed {

    private static final long NANOS = 1_000_000_000L;
    /** Above this value an instant in nanoseconds exceeds a long. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS / 2;

    /** Smaller than the difference of any two instants in nanoseconds. */
    private static final long NO_DIFFERENCE = Long.MIN_VALUE;

    private static final long NANOS_OF_MICRO = 1_000;

    private final byte[] numbers;
    private final @Nullable Object[] words;

    private Packed(byte[] numbers, @Nullable Object[] words) {
        this.numbers = numbers;
        this.words = words;
    }

    /**
     * Returns a reader of the value.
     *
     * @return a reader at the beginning
     */
    public Reader reader() {
        return new Reader(this);
    }

    /** Writes one value. */
    public static final class Writer {
        private final List<@Nullable Object> words = new ArrayList<>();
        private byte[] bytes = new byte[128];
        private int size;
        private long lastNanos;

        /**
         * Writes a whole number. Small numbers use one byte.
         *
         * @param number any number
         * @return this writer
         */
        public Writer number(long number) {
            long left = (number << 1) ^ (number >> 63);
            while ((left & ~0x7fL) != 0) {
                put((byte) (left | 0x80));
                left >>>= 7;
            }
            put((byte) left);
            return this;
        }

        /**
         * Writes a decimal number. Whole numbers use few bytes.
         *
         * @param number any number
         * @return this writer
         */
        public Writer real(double number) {
            long whole = (long) number;
            if (Double.compare(number, (double) whole) == 0 && Math.abs(whole) < 1L << 53) {
                return number(whole << 1);
            }
            number(1);
            long bits = Double.doubleToLongBits(number);
            for (int i = 0; i < Long.BYTES; i++) {
                put((byte) (bits >>> (8 * i)));
            }
            return this;
        }

        /**
         * Writes an instant. An instant close to the previous one uses few bytes.
         *
         * @param instant any instant
         * @return this writer
         */
        public Writer instant(Instant instant) {
            if (Math.abs(instant.getEpochSecond()) > MOST_SECONDS) {
                return number(NO_DIFFERENCE).word(instant);
            }
            long nanos = instant.getEpochSecond() * NANOS + instant.getNano();
            number(nanos - lastNanos);
            lastNanos = nanos;
            return this;
        }

        /**
         * Writes a duration. Whole microseconds use few bytes.
         *
         * @param duration zero or more
         * @return this writer
         */
        public Writer duration(Duration duration) {
            if (duration.toSeconds() > MOST_SECONDS) {
                return number(-1).word(duration);
            }
            long nanos = duration.toNanos();
            return nanos % NANOS_OF_MICRO == 0 ? number((nanos / NANOS_OF_MICRO) << 1) : number((nanos << 1) | 1);
        }

        /**
         * Writes an object by reference. Equal objects are stored once.
         *
         * @param word an immutable object, or null
         * @return this writer
         */
        public Writer word(@Nullable Object word) {
            int index = words.indexOf(word);
            if (index < 0) {
                index = words.size();
                words.add(word);
            }
            return number(index);
        }

        /**
         * Returns the value.
         *
         * @param like a value that probably contains the same words, or null
         * @return the value; shares its words with the other value if they are equal
         */
        public Packed packed(@Nullable Packed like) {
            @Nullable Object[] own = words.toArray();
            return new Packed(
                    Arrays.copyOf(bytes, size), like != null && Arrays.equals(like.words, own) ? like.words : own);
        }

        private void put(byte value) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * size);
            }
            bytes[size++] = value;
        }
    }

    /** Reads one value. */
    public static final class Reader {
        private final ByteBuffer bytes;
        private final @Nullable Object[] words;
        private long lastNanos;

        private Reader(Packed packed) {
            this.bytes = ByteBuffer.wrap(packed.numbers);
            this.words = packed.words;
        }

        /** Reads a whole number. */
        public long number() {
            long number = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes.get();
                number |= (next & 0x7fL) << shift;
                shift += 7;
            } while (next < 0);
            return (number >>> 1) ^ -(number & 1);
        }

        /** Reads a whole number that is an int. */
        public int integer() {
            return Math.toIntExact(number());
        }

        /** Reads a decimal number. */
        public double real() {
            long whole = number();
            if (whole != 1) {
                return whole >> 1;
            }
            long bits = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                bits |= (bytes.get() & 0xffL) << (8 * i);
            }
            return Double.longBitsToDouble(bits);
        }

        /** Reads an instant. */
        public Instant instant() {
            long difference = number();
            if (difference == NO_DIFFERENCE) {
                return word(Instant.class);
            }
            lastNanos += difference;
            return Instant.ofEpochSecond(Math.floorDiv(lastNanos, NANOS), Math.floorMod(lastNanos, NANOS));
        }

        /** Reads a duration. */
        public Duration duration() {
            long number = number();
            if (number < 0) {
                return word(Duration.class);
            }
            return Duration.ofNanos((number & 1) == 0 ? (number >> 1) * NANOS_OF_MICRO : number >> 1);
        }

        /**
         * Reads an object.
         *
         * @param type the type of the object
         * @param <T> the type of the object
         */
        public <T> T word(Class<T> type) {
            T word = wordOrNull(type);
            if (word == null) {
                throw new IllegalStateException("no " + type.getSimpleName());
            }
            return word;
        }

        /**
         * Reads an object that may be null.
         *
         * @param type the type of the object
         * @param <T> the type of the object
         * @return the object or null
         */
        public <T> @Nullable T wordOrNull(Class<T> type) {
            return type.cast(words[integer()]);
        }
    }
}
