// SPDX-License-Identifier: GPL-2.0
#include "lab.h"

#include "engine_run.h"

static void report(struct sim *sim, struct outcome *outcome)
{
	u32 i;

	memset(outcome, 0, sizeof(*outcome));
	sim_charge_all(sim);
	outcome->stats.size = sizeof(outcome->stats);
	sim_report_stats(sim, &outcome->stats);
	for (i = 0; i <= sim->max_id; i++)
		if (sim->procs[i])
			sim_report_proc(sim, sim->procs[i],
					&outcome->procs[outcome->nr_procs++]);
	outcome->nr_vcpus = sim->config.nr_vcpus;
	for (i = 0; i < outcome->nr_vcpus; i++)
		sim_report_vcpu(sim, i, &outcome->vcpus[i]);
}

/* Would the kernel refuse the policy, for what processes reserve, or are in? */
static int may_have(const struct sim *sim, const char *policy)
{
	struct sim_config config = sim->config;
	const char *reason;
	u32 id = 1;
	int ret;

	if (sim_policy_parse(policy, &config))
		return 0;
	do {
		ret = sim_policy_admits(sim, config.policy, &id, &reason);
	} while (ret > 0);
	return !ret && !sim_policy_bandwidth_check(sim, config.policy, config.params, NULL);
}

static void make_changes(struct lab *lab, struct change change)
{
	struct sim *sim = lab->sim;

	if (may_have(sim, change.policy))
		lab_set_policy(lab, change.policy);
	if (sim->config.quantum_ns != change.quantum_ns)
		lab_set_quantum(lab, change.quantum_ns);
	if (sim_find(sim, change.kill)->state != SCHEDSIM_STATE_EXITED)
		lab_kill(lab, change.kill);
	lab_set_online(lab, change.vcpu, change.online);
	lab_pause(lab);
	lab_trigger(lab, SCHEDSIM_ALL_VCPUS);
	lab_resume(lab);
}

void engine_run(const struct scenario *scenario, int changed,
		struct outcome *outcome)
{
	struct sim_config config;
	struct lab lab;
	u32 i;

	lab_config(&scenario->config, &config);
	lab_init(&lab, &config);
	for (i = 0; i < scenario->nr_objects; i++)
		lab_object(&lab, &scenario->objects[i]);
	for (i = 0; i < scenario->nr_procs; i++)
		lab_spawn(&lab, &scenario->entries[i]);
	lab_settle(&lab);
	for (i = 0; changed && i < NR_QUARTERS; i++) {
		lab_run(&lab, quarter_end(scenario, i));
		make_changes(&lab, quarter_change(scenario, i));
	}
	lab_run(&lab, scenario->until_ns);
	report(lab.sim, outcome);
	lab_destroy(&lab);
}
