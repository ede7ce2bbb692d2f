// SPDX-License-Identifier: Apache-2.0
/** The DynamoDB Streams source. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.dynamodbstreams;

import org.jspecify.annotations.NullMarked;
