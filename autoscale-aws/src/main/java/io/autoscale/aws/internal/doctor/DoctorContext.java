// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.source.ScalerSourceFactory;
import java.util.Collection;

/** What an examination works with: nothing that it uses remembers what was refused before. */
public interface DoctorContext extends AutoCloseable {

    /**
     * Clients without memory.
     *
     * @return the clients
     */
    AwsClients clients();

    /**
     * The sources on top of these clients.
     *
     * @return one factory for each trigger type
     */
    Collection<ScalerSourceFactory> factories();

    /** Closes the clients. */
    @Override
    void close();
}
