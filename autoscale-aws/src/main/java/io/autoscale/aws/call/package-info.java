// SPDX-License-Identifier: Apache-2.0
/** How many calls a second are sent to AWS, and to which hosts. */
@NullMarked
package io.autoscale.aws.call;

import org.jspecify.annotations.NullMarked;
