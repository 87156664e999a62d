/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM schedsim

#if !defined(SCHEDSIM_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define SCHEDSIM_TRACE_H

#include <linux/tracepoint.h>

#include "engine/core/event.h"

TRACE_DEFINE_ENUM(SIM_EVENT_ARRIVE);
TRACE_DEFINE_ENUM(SIM_EVENT_WAKE);
TRACE_DEFINE_ENUM(SIM_EVENT_DISPATCH);
TRACE_DEFINE_ENUM(SIM_EVENT_PREEMPT);
TRACE_DEFINE_ENUM(SIM_EVENT_YIELD);
TRACE_DEFINE_ENUM(SIM_EVENT_SLEEP);
TRACE_DEFINE_ENUM(SIM_EVENT_EXIT);
TRACE_DEFINE_ENUM(SIM_EVENT_MIGRATE);
TRACE_DEFINE_ENUM(SIM_EVENT_POLICY);
TRACE_DEFINE_ENUM(SIM_EVENT_QUANTUM);
TRACE_DEFINE_ENUM(SIM_EVENT_PAUSE);
TRACE_DEFINE_ENUM(SIM_EVENT_RESUME);
TRACE_DEFINE_ENUM(SIM_EVENT_TRIGGER);
TRACE_DEFINE_ENUM(SIM_EVENT_BLOCK);
TRACE_DEFINE_ENUM(SIM_EVENT_LOCK);
TRACE_DEFINE_ENUM(SIM_EVENT_UNLOCK);
TRACE_DEFINE_ENUM(SIM_EVENT_BOOST);
TRACE_DEFINE_ENUM(SIM_EVENT_DEADLOCK);
TRACE_DEFINE_ENUM(SIM_EVENT_FORK);
TRACE_DEFINE_ENUM(SIM_EVENT_ERROR);
TRACE_DEFINE_ENUM(SIM_EVENT_FAULT);
TRACE_DEFINE_ENUM(SIM_EVENT_TIMEOUT);
TRACE_DEFINE_ENUM(SIM_EVENT_ONLINE);

/* sim: 0 is the shared simulation; time and arg as in struct sim_event */
TRACE_EVENT(schedsim_event,
	    TP_PROTO(u32 sim, const struct sim_event *event),
	    TP_ARGS(sim, event),
	    TP_STRUCT__entry(__field(u64, time)
			     __field(u64, arg)
			     __field(u32, sim)
			     __field(u32, id)
			     __field(u16, vcpu)
			     __field(u8, type)
			     __field(u8, reason)),
	    TP_fast_assign(__entry->time = event->time;
			   __entry->arg = event->arg;
			   __entry->sim = sim;
			   __entry->id = event->id;
			   __entry->vcpu = event->vcpu;
			   __entry->type = event->type;
			   __entry->reason = event->reason;),
	    TP_printk("sim=%u time=%llu vcpu=%u id=%u %s reason=%u arg=%llu",
		      __entry->sim, __entry->time, __entry->vcpu, __entry->id,
		      __print_symbolic(__entry->type,
				       { SIM_EVENT_ARRIVE, "arrive" },
				       { SIM_EVENT_WAKE, "wake" },
				       { SIM_EVENT_DISPATCH, "dispatch" },
				       { SIM_EVENT_PREEMPT, "preempt" },
				       { SIM_EVENT_YIELD, "yield" },
				       { SIM_EVENT_SLEEP, "sleep" },
				       { SIM_EVENT_EXIT, "exit" },
				       { SIM_EVENT_MIGRATE, "migrate" },
				       { SIM_EVENT_POLICY, "policy" },
				       { SIM_EVENT_QUANTUM, "quantum" },
				       { SIM_EVENT_PAUSE, "pause" },
				       { SIM_EVENT_RESUME, "resume" },
				       { SIM_EVENT_TRIGGER, "trigger" },
				       { SIM_EVENT_BLOCK, "block" },
				       { SIM_EVENT_LOCK, "lock" },
				       { SIM_EVENT_UNLOCK, "unlock" },
				       { SIM_EVENT_BOOST, "boost" },
				       { SIM_EVENT_DEADLOCK, "deadlock" },
				       { SIM_EVENT_FORK, "fork" },
				       { SIM_EVENT_ERROR, "error" },
				       { SIM_EVENT_FAULT, "fault" },
				       { SIM_EVENT_TIMEOUT, "timeout" },
				       { SIM_EVENT_ONLINE, "online" }),
		      __entry->reason, __entry->arg)
);

#endif /* SCHEDSIM_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
