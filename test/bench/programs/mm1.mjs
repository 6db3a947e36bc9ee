/** One server, exponential times between arrivals and of service; it is busy for 0.8 of the time. */
export const INTERARRIVAL_S = 1.25;
export const SERVICE_S = 1;
/** The mean time from arrival to departure, by theory. */
export const MEAN_S = SERVICE_S / (1 - SERVICE_S / INTERARRIVAL_S);
