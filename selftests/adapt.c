// SPDX-License-Identifier: GPL-2.0
/*
 * The quantum adapts: in a private simulation with a virtual clock, in the shared one,
 * and what is no way to adapt. How it does is tested in tools/engine/test_adapt.c.
 */
#include "virtual.h"

#define SYSFS	"/sys/class/misc/schedsim/"

static struct schedsim_config adapt_to(__u32 target)
{
	return (struct schedsim_config) {
		.mask = SCHEDSIM_CONFIG_ADAPT | SCHEDSIM_CONFIG_SWITCH_COST,
		.switch_cost_ns = US(100),
		.adapt = target,
	};
}

/* Under round robin, cost / (quantum + cost) of the time is lost: 5% are 1.9 ms. */
TEST_F(sim, adapts_to_switches)
{
	struct schedsim_config config = adapt_to(SCHEDSIM_ADAPT_SWITCH);

	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(0, set_quantum(self->fd, MS(10)));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	RUN(SEC(5));
	LOOK();
	ASSERT_LE(US(1800), self->stats.quantum_ns);
	ASSERT_GE(US(2700), self->stats.quantum_ns);
	ASSERT_LE(36000, self->stats.adapt_measured);
	ASSERT_GE(52000, self->stats.adapt_measured);
	ASSERT_LE(1, self->stats.quantum_changes);
	ASSERT_GE(6, self->stats.quantum_changes);
	/* What is configured is what it begins with. */
	ASSERT_EQ(0, get_config(self->fd, &config));
	ASSERT_EQ(MS(10), config.quantum_ns);
	ASSERT_EQ(SCHEDSIM_ADAPT_SWITCH, config.adapt);
	ASSERT_EQ(SCHEDSIM_DEFAULT_ADAPT_PPM, config.adapt_switch_ppm);
	ASSERT_EQ(SCHEDSIM_DEFAULT_ADAPT_MIN_NS, config.adapt_min_ns);
	ASSERT_EQ(SCHEDSIM_DEFAULT_ADAPT_MAX_NS, config.adapt_max_ns);
	ASSERT_EQ(SCHEDSIM_DEFAULT_ADAPT_INTERVAL_NS, config.adapt_interval_ns);
	/* What was read can be set, and changes nothing. */
	config.mask = SCHEDSIM_CONFIG_ADAPT | SCHEDSIM_CONFIG_QUANTUM;
	ASSERT_EQ(0, set_config(self->fd, &config));
	RUN(SEC(5));
	config.adapt = SCHEDSIM_ADAPT_OFF;
	ASSERT_EQ(0, set_config(self->fd, &config));
	LOOK();
	ASSERT_EQ(MS(10), self->stats.quantum_ns);
	ASSERT_EQ(0, self->stats.adapt_measured);
}

TEST_F(sim, adapts_anew_after_a_reset)
{
	struct schedsim_config config = adapt_to(SCHEDSIM_ADAPT_SWITCH);

	ASSERT_EQ(0, set_config(self->fd, &config));
	ASSERT_EQ(1, spawn(self->fd, "a"));
	ASSERT_EQ(2, spawn(self->fd, "b"));
	ASSERT_EQ(0, set_quantum(self->fd, MS(50)));
	RUN(SEC(2));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_GT(MS(50), self->stats.quantum_ns);
	ASSERT_EQ(0, simple(self->fd, SCHEDSIM_IOC_RESET));
	ASSERT_EQ(0, get_stats(self->fd, &self->stats));
	ASSERT_EQ(MS(50), self->stats.quantum_ns);
	ASSERT_EQ(0, self->stats.quantum_changes);
}

/* All or nothing. */
TEST_F(sim, adapts_within_limits)
{
	struct schedsim_config good = adapt_to(SCHEDSIM_ADAPT_RESPONSE), bad;

#define REFUSES(member, value) do {					\
	bad = good;							\
	bad.member = value;						\
	bad.switch_cost_ns = 7;						\
	ASSERT_EQ(-EINVAL, set_config(self->fd, &bad));			\
} while (0)
	ASSERT_EQ(0, set_config(self->fd, &good));
	REFUSES(adapt, 3);
	REFUSES(adapt_switch_ppm, SCHEDSIM_MIN_ADAPT_PPM - 1);
	REFUSES(adapt_switch_ppm, SCHEDSIM_MAX_ADAPT_PPM + 1);
	REFUSES(adapt_response_ns, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS - 1);
	REFUSES(adapt_response_ns, SCHEDSIM_MAX_QUANTUM_NS + 1);
	REFUSES(adapt_min_ns, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS - 1);
	REFUSES(adapt_min_ns, SCHEDSIM_DEFAULT_ADAPT_MAX_NS + 1);
	REFUSES(adapt_max_ns, SCHEDSIM_DEFAULT_ADAPT_MIN_NS - 1);
	REFUSES(adapt_max_ns, SCHEDSIM_MAX_QUANTUM_NS + 1);
	REFUSES(adapt_interval_ns, SCHEDSIM_MIN_QUANTUM_VIRTUAL_NS - 1);
	REFUSES(adapt_interval_ns, SCHEDSIM_MAX_QUANTUM_NS + 1);
	ASSERT_EQ(0, get_config(self->fd, &bad));
	ASSERT_EQ(US(100), bad.switch_cost_ns);
	/* With the live clock, a quantum is 100 us at least. */
	bad = good;
	bad.mask |= SCHEDSIM_CONFIG_CLOCK;
	bad.clock = SCHEDSIM_CLOCK_LIVE;
	bad.adapt_min_ns = SCHEDSIM_MIN_QUANTUM_LIVE_NS - 1;
	ASSERT_EQ(-EINVAL, create(&bad));
}

static __u64 number_of(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		text[0] = 0;
	close(fd);
	return strtoull(text, NULL, 10);
}

static int write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), ret;

	ret = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return ret;
}

/* The shared simulation, in real time, by sysfs: from 10 ms to its bound. */
TEST(live_adapts)
{
	int fd = open(DEVICE, O_RDWR), i;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	/* Tests before this one may have left it on, with bounds of theirs. */
	ASSERT_EQ(0, write_to(SYSFS "adapt/target", "off"));
	ASSERT_EQ(0, write_to(SYSFS "adapt/max_us", "1000000"));
	ASSERT_EQ(0, write_to(SYSFS "adapt/min_us", "100"));
	ASSERT_EQ(0, write_to(SYSFS "quantum_us", "10000"));
	ASSERT_EQ(0, write_to(SYSFS "adapt/interval_us", "5000"));
	ASSERT_EQ(0, write_to(SYSFS "adapt/max_us", "20000"));
	ASSERT_EQ(0, write_to(SYSFS "adapt/target", "response"));
	ASSERT_EQ(MS(10), number_of(SYSFS "stats/quantum_ns"));
	ASSERT_EQ(1, spawn(fd, "a"));
	ASSERT_EQ(2, spawn(fd, "b"));
	/* Nobody wakes up. */
	for (i = 0; i < 100 && number_of(SYSFS "stats/quantum_ns") < MS(20); i++)
		sleep_ms(50);
	EXPECT_EQ(MS(20), number_of(SYSFS "stats/quantum_ns"));
	/* That the two have arrived may have been worth a change, too. */
	EXPECT_LE(1, number_of(SYSFS "stats/quantum_changes"));
	EXPECT_EQ(10000, number_of(SYSFS "quantum_us"));
	EXPECT_EQ(0, write_to(SYSFS "adapt/target", "off"));
	EXPECT_EQ(MS(10), number_of(SYSFS "stats/quantum_ns"));
	EXPECT_EQ(0, write_to(SYSFS "adapt/interval_us", "100000"));
	EXPECT_EQ(0, write_to(SYSFS "adapt/max_us", "1000000"));
	ASSERT_EQ(0, simple(fd, SCHEDSIM_IOC_RESET));
	close(fd);
}

TEST_HARNESS_MAIN
