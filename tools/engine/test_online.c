// SPDX-License-Identifier: GPL-2.0
/*
 * vCPUs that go offline and online. That nobody runs at an offline one, that affinity is
 * kept, and that all times add up, is checked after each step of all tests; see watch.c.
 */
#include <stdio.h>

#include "random.h"
#include "watch_objects.h"

static const char * const spans[] = { "vcpu", "llc", "node", "all" };
static const char * const balances[] = { "none", "idle", "all" };

static bool is_stranded(u32 id)
{
	return proc(id).flags & SCHEDSIM_PROC_STRANDED;
}

static void offline(u32 id)
{
	EXPECT_EQ(lab_set_online(&lab, id, false), 0);
}

static void online(u32 id)
{
	EXPECT_EQ(lab_set_online(&lab, id, true), 0);
}

/* A policy with a span and a way to balance, on vCPUs two of which share a cache. */
static void boot_spanned(u32 nr_vcpus, const char *name, u32 span, u32 balance)
{
	struct sim_config config = {
		.quantum_ns = 10, .nr_vcpus = nr_vcpus, .max_procs = 256,
	};
	char text[64];
	u32 i;

	snprintf(text, sizeof(text), "%s:span=%s,balance=%s", name, spans[span],
		 balances[balance]);
	EXPECT_EQ(sim_policy_parse(text, &config), 0);
	for (i = 0; i < nr_vcpus; i++) {
		config.llc[i] = i / 2;
		config.node[i] = i / 4;
	}
	boot_with(&config);
}

/* Call @what under each policy, with each span and each way to balance. */
static void for_all(u32 nr_vcpus, void (*what)(void))
{
	u32 i, span, balance;

	for (i = 0; sim_policy_at(i); i++) {
		for (span = 0; span < ARRAY_SIZE(spans); span++) {
			for (balance = 0; balance < ARRAY_SIZE(balances); balance++) {
				boot_spanned(nr_vcpus, sim_policy_at(i)->name, span,
					     balance);
				what();
			}
		}
	}
}

/* Who runs has the rest of its slice elsewhere, when it is its turn. */
TEST(online_runs_elsewhere)
{
	boot_on(2, "rr", 10);
	spawn();
	spawn();
	lab_run(&lab, 5);
	offline(1);
	lab_run(&lab, 30);
	EXPECT_STR(trace(), "0:1 0:2@1 10:2 15:1 25:2");
	EXPECT_EQ(proc(2).migrations, 1);
	EXPECT_EQ(proc(2).preemptions, 1);
	EXPECT_EQ(vcpu(1).offline_ns, 25);
	EXPECT_EQ(vcpu(1).idle_ns, 0);
	EXPECT_EQ(vcpu(1).busy_ns, 5);
	EXPECT_EQ(vcpu(1).flags, SCHEDSIM_VCPU_OFFLINE);
	EXPECT_EQ(vcpu(0).flags, 0);
	online(1);
	/* By default an idle vCPU pulls who waits. */
	lab_run(&lab, 50);
	EXPECT_STR(trace(), "0:1 0:2@1 10:2 15:1 25:2 30:1@1");
	EXPECT_EQ(vcpu(1).offline_ns, 25);
	EXPECT_EQ(vcpu(1).busy_ns, 25);
}

/* Without balancing nobody comes back by itself; who is new goes where fewest are. */
TEST(online_without_balancing)
{
	boot_on(2, "rr:balance=none", 10);
	spawn();
	spawn();
	offline(1);
	online(1);
	lab_run(&lab, 10);
	EXPECT_EQ(vcpu(1).idle_ns, 10);
	EXPECT_EQ(vcpu(0).nr_ready, 1);
	spawn();
	lab_run(&lab, 20);
	EXPECT_EQ(vcpu(1).current_id, 3);
}

/* The last one stays; what is so already does not happen again. */
TEST(online_errors)
{
	u64 digest;

	boot_on(3, "rr", 10);
	spawn();
	offline(0);
	offline(2);
	digest = stats().digest;
	EXPECT_EQ(lab_set_online(&lab, 1, false), -EBUSY);
	EXPECT_EQ(lab_set_online(&lab, 3, false), -EINVAL);
	EXPECT_EQ(lab_set_online(&lab, 3, true), -EINVAL);
	EXPECT_EQ(lab_set_online(&lab, ~0U, false), -EINVAL);
	offline(2);
	online(1);
	EXPECT_EQ(stats().digest, digest);
	EXPECT_EQ(vcpu(1).current_id, 1);
	online(2);
	EXPECT(stats().digest != digest);
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
	EXPECT_EQ(vcpu(2).current_id, 1);
	boot("rr", 10);
	EXPECT_EQ(lab_set_online(&lab, 0, false), -EBUSY);
}

/* Who may run nowhere waits, and says so; the others share what there is. */
static void strand(void)
{
	const u32 bound = spawn(.cpus = 2), waits = spawn(.cpus = 2);
	const u32 free = spawn();
	u64 cpu;

	lab_run(&lab, 25);
	offline(1);
	EXPECT(is_stranded(bound) && is_stranded(waits) && !is_stranded(free));
	EXPECT_EQ(proc(bound).state, SCHEDSIM_STATE_READY);
	cpu = proc(bound).cpu_ns + proc(waits).cpu_ns;
	lab_run(&lab, 100);
	EXPECT_EQ(proc(bound).cpu_ns + proc(waits).cpu_ns, cpu);
	EXPECT_EQ(proc(bound).waiting_ns + proc(bound).cpu_ns, 100);
	/* It may run somewhere now; the other still may not. */
	struct schedsim_attr any = attr(0, 0, 6);

	lab_set_attr(&lab, waits, &any);
	EXPECT(!is_stranded(waits) && is_stranded(bound));
	lab_run(&lab, 110);
	EXPECT(proc(waits).cpu_ns || lab.sim->config.nr_vcpus < 3);
	online(1);
	EXPECT(!is_stranded(bound));
	lab_run(&lab, 400);
	EXPECT(proc(bound).cpu_ns + proc(waits).cpu_ns >= cpu + 290);
}

TEST(online_stranded)
{
	for_all(4, strand);
}

/* All that wait are stranded: there is nothing to do any more, whatever the policy says. */
static void strand_all(void)
{
	spawn(.cpus = 2);
	spawn(.cpus = 2, .at = 30);
	lab_run(&lab, 10);
	offline(1);
	lab_run_idle(&lab);
	EXPECT_EQ(lab.sim->now, 30);
	EXPECT(is_stranded(1) && is_stranded(2));
	lab_run(&lab, 500);
	online(1);
	lab_run(&lab, 600);
	EXPECT_EQ(proc(1).cpu_ns + proc(2).cpu_ns, 110);
	lab_kill(&lab, 1);
	lab_kill(&lab, 2);
}

TEST(online_all_stranded)
{
	for_all(2, strand_all);
}

/* Who sleeps, is blocked, or has not arrived finds a place when it wakes up or arrives. */
static void sleep_and_block(void)
{
	const u32 mutex = make_mutex(INHERIT);
	u32 holder, blocked, sleeper, late, late_bound;

	holder = spawn(.cpus = 1, .PROGRAM(LOCK(mutex), RUN(50), UNLOCK(mutex), RUN(100)));
	blocked = spawn(.at = 5, .PROGRAM(LOCK(mutex), RUN(20), UNLOCK(mutex)));
	sleeper = spawn(.cpus = 12, .PROGRAM(SLEEP(60), RUN(20)));
	late = spawn(.at = 70, .run = 20);
	late_bound = spawn(.at = 80, .cpus = 4, .run = 20);
	lab_run(&lab, 20);
	EXPECT_EQ(proc(blocked).state, SCHEDSIM_STATE_BLOCKED);
	EXPECT_EQ(proc(sleeper).state, SCHEDSIM_STATE_SLEEPING);
	offline(2);
	offline(1);
	lab_run(&lab, 81);
	EXPECT_EQ(proc(sleeper).vcpu, 3);
	EXPECT(is_stranded(late_bound));
	lab_run(&lab, 300);
	EXPECT_EQ(proc(blocked).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(proc(late).state, SCHEDSIM_STATE_EXITED);
	EXPECT(proc(holder).cpu_ns > 50);
	online(2);
	lab_run(&lab, 320);
	EXPECT_EQ(proc(late_bound).state, SCHEDSIM_STATE_EXITED);
	EXPECT_EQ(proc(late_bound).waiting_ns, 220);
}

TEST(online_asleep)
{
	for_all(4, sleep_and_block);
}

/* To vCPUs that are all offline, while it runs and while it waits; and back. */
static void change_affinity(void)
{
	const struct schedsim_attr off = attr(0, 0, 12), back = attr(0, 0, 0);
	u32 id;

	for (id = 1; id <= 4; id++)
		spawn();
	offline(2);
	offline(3);
	lab_run(&lab, 15);
	for (id = 1; id <= 4; id++) {
		lab_set_attr(&lab, id, &off);
		EXPECT(is_stranded(id));
		EXPECT_EQ(stats().nr_ready + stats().nr_running, 4);
	}
	EXPECT_EQ(stats().nr_running, 0);
	lab_run(&lab, 50);
	lab_set_attr(&lab, 3, &back);
	EXPECT_EQ(proc(3).state, SCHEDSIM_STATE_RUNNING);
	online(3);
	EXPECT_EQ(stats().nr_running, 2);
	EXPECT(vcpu(3).current_id && vcpu(3).current_id != 3);
	offline(3);
	EXPECT_EQ(stats().nr_running, 1);
	lab_kill(&lab, 1);
	EXPECT_EQ(stats().nr_ready, 2);
}

TEST(online_affinity)
{
	for_all(4, change_affinity);
}

/* Another policy, another span: nobody is lost, and who is stranded stays so. */
TEST(online_policy_change)
{
	char text[64];
	u32 i, nr;

	boot_spanned(4, "rr", 0, 1);
	for (i = 0; i < 24; i++)
		spawn(.cpus = i % 3 ? 0 : 1 + i % 15, .priority = i % 3);
	offline(1);
	for (i = 0; sim_policy_at(i); i++) {
		lab_run(&lab, 100 * (i + 1));
		snprintf(text, sizeof(text), "%s:span=%s,balance=%s", sim_policy_at(i)->name,
			 spans[i % 4], balances[i % 3]);
		lab_set_policy(&lab, text);
		EXPECT_EQ(stats().nr_ready + stats().nr_running, 24);
		nr = i % 4;
		lab_set_online(&lab, nr, !lab_set_online(&lab, (nr + 1) % 4, true));
		lab_set_online(&lab, (nr + 2) % 4, false);
	}
}

/* While time stands still, they move, and nobody is dispatched; a trigger does nothing. */
TEST(online_paused)
{
	boot_on(2, "rr", 10);
	spawn();
	spawn();
	spawn(.cpus = 2);
	lab_run(&lab, 5);
	lab_pause(&lab);
	offline(1);
	EXPECT_EQ(vcpu(0).nr_ready, 1);
	EXPECT(is_stranded(3));
	lab_trigger(&lab, 1);
	lab_trigger(&lab, SCHEDSIM_ALL_VCPUS);
	EXPECT_EQ(vcpu(1).current_id, 0);
	EXPECT_EQ(vcpu(0).current_id, 2);
	online(1);
	EXPECT_EQ(vcpu(1).current_id, 0);
	lab_trigger(&lab, 1);
	EXPECT_EQ(vcpu(1).current_id, 3);
	EXPECT_EQ(lab.sim->now, 5);
	lab_resume(&lab);
	lab_run(&lab, 30);
	EXPECT_EQ(vcpu(1).busy_ns, 30);
}

/* All vCPUs are online after a reset. */
TEST(online_reset)
{
	boot_on(2, "rr", 10);
	offline(0);
	lab_reset(&lab);
	EXPECT_EQ(vcpu(0).flags, 0);
	EXPECT_EQ(lab_set_online(&lab, 1, false), 0);
}

/* However many wait, no call of sim_advance() does much; and no event is lost. */
TEST(online_bounded)
{
	struct sim_config config = {
		.quantum_ns = 1000000, .nr_vcpus = 64, .max_procs = 20000,
	};
	u64 steps, most = 0;
	bool more;
	u32 i;

	EXPECT_EQ(sim_policy_parse("rr:balance=none", &config), 0);
	boot_with(&config);
	watch = WATCH_NOTHING;
	for (i = 0; i < 20000; i++)
		spawn(.cpus = i % 2 ? 1 : 3);
	lab_run(&lab, 10);
	EXPECT_EQ(sim_set_online(lab.sim, 0, false), 0);
	do {
		EXPECT(lab.sim->log_nr < SIM_LOG_FULL + 8);
		steps = lab.sim->steps;
		more = sim_advance(lab.sim, 10);
		most = max(most, lab.sim->steps - steps);
	} while (more);
	EXPECT(most <= SIM_STEPS + 64);
	EXPECT_EQ(vcpu(1).nr_ready + !!vcpu(1).current_id, 10000);
	EXPECT_EQ(vcpu(0).nr_ready, 10000);
}

static void hammer_once(u64 *rng)
{
	struct schedsim_attr a = attr(0, random_below(rng, 3), random_below(rng, 256));
	u32 vcpu = random_below(rng, 8), id = 1 + random_below(rng, 24);

	switch (random_below(rng, 6)) {
	case 0:
	case 1:
		lab_set_online(&lab, vcpu, false);
		break;
	case 2:
		lab_set_online(&lab, vcpu, true);
		break;
	case 3:
		lab_set_attr(&lab, id, &a);
		break;
	case 4:
		lab_trigger(&lab, vcpu);
		break;
	case 5:
		(random_one_in(rng, 4) ? lab_pause : lab_resume)(&lab);
	}
}

/* Whatever happens: all are there, and in the end all run. */
static void hammer(void)
{
	const struct schedsim_attr any = attr(0, 0, 0);
	static u64 rng = 1;
	u32 i, id;

	for (id = 1; id <= 24; id++)
		spawn(.cpus = random_below(&rng, 256), .priority = id % 3, .nice = id % 4,
		      .PROGRAM(RUN(5 + id), SLEEP(id), LOOP(0, 0)));
	for (i = 0; i < 60; i++) {
		hammer_once(&rng);
		lab_run(&lab, lab.sim->now + random_below(&rng, 20));
		EXPECT_EQ(stats().nr_ready + stats().nr_running + stats().nr_sleeping, 24);
	}
	lab_resume(&lab);
	for (i = 0; i < 8; i++)
		online(i);
	for (id = 1; id <= 24; id++) {
		lab_set_attr(&lab, id, &any);
		EXPECT(!is_stranded(id));
	}
	for (i = 0; i < 8; i++)
		EXPECT_EQ(vcpu(i).flags, 0);
	EXPECT(lab.sim->nr_offline == 0);
}

TEST(online_hammer)
{
	for_all(8, hammer);
}
