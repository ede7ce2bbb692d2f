// SPDX-License-Identifier: Apache-2.0
/** Where credentials come from, and the masked text that carries them. */
@NullMarked
package io.autoscale.auth;

import org.jspecify.annotations.NullMarked;
