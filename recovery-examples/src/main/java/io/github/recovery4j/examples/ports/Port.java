package io.github.recovery4j.examples.ports;

/**
 * What is mirrored of a link.
 *
 * @param address its link layer address
 * @param mtu its largest packet
 * @param up whether somebody has set it up
 */
record Port(String address, int mtu, boolean up) {}
