// SPDX-License-Identifier: GPL-2.0
/*
 * The module is unloaded and loaded again while 16 threads open the device, work,
 * and close it. As long as anybody has it open it stays; the moment nobody does is
 * enough. Needs SCHEDSIM_KO; leaves the module loaded.
 *
 * SCHEDSIM_LOADS says how often (10 times by default).
 */
#include "hammer.h"
#include "load.h"
#include "schedsim_test.h"

#define NR_THREADS	16

/*
 * A device that has gone, is just going, or has just come: an open that finds
 * neither the old module nor the new one.
 */
static bool is_absent(int err)
{
	return err == ENOENT || err == ENODEV || err == ENXIO;
}

/*
 * Come for a moment, do a little of everything, and be away for ten times as long,
 * so that now and then none of them is there.
 */
static void blow_visit(struct hammer *h)
{
	__u64 start = host_ns();
	unsigned int i;

	h->fd = open(DEVICE, O_RDWR);
	if (h->fd < 0) {
		if (!is_absent(errno))
			expect(h, -errno, 0, "open");
	} else {
		for (i = below(h, 4); i && !h->bad; i--)
			blow_anything(h);
		close(h->fd);
	}
	sleep_ms(below(h, 20 + 20 * (host_ns() - start) / NSEC_PER_MSEC));
}

/* Attributes do not keep the module: they come and go while they are used. */
static void blow_attributes(struct hammer *h)
{
	static const char * const files[] = {
		"policy", "paused", "stats/lateness", "stats/time_ns",
	};
	static const char * const texts[] = { "rr", "0", "1", "fair" };
	char path[128], text[512];
	int fd;

	snprintf(path, sizeof(path), "/sys/class/misc/schedsim/%s",
		 files[below(h, ARRAY_SIZE(files))]);
	fd = open(path, below(h, 2) ? O_RDWR : O_RDONLY);
	if (fd >= 0) {
		const char *to = texts[below(h, ARRAY_SIZE(texts))];

		if (read(fd, text, sizeof(text)) < 0 && !is_absent(errno))
			expect(h, -errno, 0, "read of an attribute");
		/* What does not belong there is refused. */
		if (write(fd, to, strlen(to)) < 0)
			sleep_ms(1);
		close(fd);
	}
	sleep_ms(below(h, 20));
}

FIXTURE(stress_load)
{
};

FIXTURE_SETUP(stress_load)
{
	if (!module_image())
		SKIP(return, "no module to load anew: set SCHEDSIM_KO");
}

FIXTURE_TEARDOWN(stress_load)
{
}

TEST_F_TIMEOUT(stress_load, comes_and_goes, 3600)
{
	static struct hammer hammers[NR_THREADS];
	int wanted = number_from("SCHEDSIM_LOADS", 10);
	int i, ret, loads = 0, busy = 0;

	for (i = 0; i < NR_THREADS; i++) {
		hammers[i].blow = i < 3 ? blow_attributes : blow_visit;
		hammers[i].seed = i + 1;
		ASSERT_EQ(0, pthread_create(&hammers[i].thread, NULL,
					    hammer_on, &hammers[i]));
	}
	while (loads < wanted) {
		ret = module_unload();
		if (ret == -EAGAIN) {
			busy++;
			sleep_ms(1);
			continue;
		}
		ASSERT_EQ(0, ret);
		ASSERT_EQ(0, module_load(""));
		loads++;
		/* Time to find it there. */
		sleep_ms(20);
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < NR_THREADS; i++) {
		ASSERT_EQ(0, pthread_join(hammers[i].thread, NULL));
		EXPECT_EQ(0, hammers[i].bad) {
			TH_LOG("%s", hammers[i].where);
		}
		EXPECT_LT(0, hammers[i].blows);
	}
	TH_LOG("%d times in use, %d times unloaded and loaded", busy, loads);
	ASSERT_LT(0, busy);
	ASSERT_TRUE(module_works());
	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, module_load(""));
}

TEST_HARNESS_MAIN
