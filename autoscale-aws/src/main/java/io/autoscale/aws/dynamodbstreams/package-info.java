// SPDX-License-Identifier: Apache-2.0
/** The trigger on the shards of a table's stream. */
@NullMarked
package io.autoscale.aws.dynamodbstreams;

import org.jspecify.annotations.NullMarked;
