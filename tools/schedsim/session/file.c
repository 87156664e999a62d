// SPDX-License-Identifier: GPL-2.0
/*
 * Files that hold a session.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/schedsim.h"

#include "print/output.h"
#include "session/codec.h"
#include "util/tool.h"

/* The form that is written, and can be read. */
#define VERSION	1

#define KEY	"schedsim_session"

/* The text of SCHEDSIM_MAX_SESSION bytes of records is shorter. */
#define MAX_FILE	(1024ULL << 20)

/* In one line, and freed. */
static void write_line(FILE *to, struct json_object *object, const char *end)
{
	fprintf(to, "%s%s\n", json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
							     JSON_C_TO_STRING_NOSLASHESCAPE),
		end);
	json_object_put(object);
}

static void write_commands(FILE *to, const struct schedsim_session *session)
{
	struct schedsim_record *record = schedsim_next_record(session, NULL);

	while (record) {
		struct schedsim_record *next = schedsim_next_record(session, record);
		const struct session_command command = {
			.time_ns = record->time_ns,
			.digest = record->digest,
			.has_digest = record->digest,
			.command = record->command,
			.arg = schedsim_record_arg(record),
		};

		write_line(to, command_encode(&command), next ? "," : "");
		record = next;
	}
}

static void write_procs(FILE *to, const struct schedsim_procs *procs)
{
	__u32 i;

	for (i = 0; i < procs->nr; i++) {
		struct json_object *object = json_object_new_object();

		fields_encode(object, proc_fields, &procs->procs[i]);
		write_line(to, object, i + 1 < procs->nr ? "," : "");
	}
}

/**
 * session_write - write a session
 * @to: where to
 * @session: the session
 * @procs: what became of its processes; or NULL: that is not known
 */
void session_write(FILE *to, const struct schedsim_session *session,
		   const struct schedsim_procs *procs)
{
	struct json_object *end = json_object_new_object();

	json_add_u64(end, "time_ns", session->until_ns);
	if (session->digest) {
		json_add_digest(end, session->digest);
		json_add_u64(end, "events", session->events);
	}
	json_add_bool(end, "full", session->full);
	fprintf(to, "{\n\"%s\": %d,\n\"commands\": [\n", KEY, VERSION);
	write_commands(to, session);
	fputs("],\n\"end\":\n", to);
	write_line(to, end, procs ? "," : "");
	if (procs) {
		fputs("\"processes\": [\n", to);
		write_procs(to, procs);
		fputs("]\n", to);
	}
	fputs("}\n", to);
}

/**
 * session_allocate - zeroed memory for an array, that a session keeps
 * @session: the session
 * @nr: its length
 * @size: of an entry
 *
 * Return: the memory, never NULL.
 */
void *session_allocate(struct session *session, size_t nr, size_t size)
{
	void *block = allocate(nr, size);

	session->blocks = grown(session->blocks, session->nr_blocks, &session->room_blocks,
				sizeof(*session->blocks));
	session->blocks[session->nr_blocks++] = block;
	return block;
}

/* Time begins anew with these. */
static bool may_begin_anew(const struct session_command *command)
{
	return command->command == SCHEDSIM_IOC_RESET ||
	       command->command == SCHEDSIM_IOC_SET_CONFIG;
}

static void check_order(const struct where *where, const struct session_command *command,
			const struct session_command *before)
{
	if (!before && (command->command != SCHEDSIM_IOC_SET_CONFIG || command->time_ns))
		where_die(where, "command", "is not config at time 0, as the first one must be");
	if (before && command->time_ns < before->time_ns && !may_begin_anew(before))
		where_die(where, "time_ns", "is %llu, which is before that of the command before",
			  command->time_ns);
}

static void load_commands(struct session *session, struct json_object *root)
{
	struct where where = { .file = session->file };
	struct json_object *list = where_member(&where, root, "commands", json_type_array);
	size_t nr = json_object_array_length(list), i;

	if (!nr)
		where_die(&where, "commands", "is empty");
	session->commands = session_allocate(session, nr, sizeof(*session->commands));
	for (i = 0; i < nr; i++) {
		struct session_command *command = &session->commands[i];

		where.command = i + 1;
		command_decode(session, &where, json_object_array_get_idx(list, i), command);
		check_order(&where, command, i ? command - 1 : NULL);
	}
	session->nr = nr;
}

static void load_procs(struct session *session, struct json_object *list)
{
	size_t nr = json_object_array_length(list), i;

	session->procs = session_allocate(session, nr, sizeof(*session->procs));
	for (i = 0; i < nr; i++) {
		const struct where where = { session->file, 0, "processes", 0 };
		struct json_object *object = json_object_array_get_idx(list, i);

		if (!json_object_is_type(object, json_type_object))
			where_die(&where, "processes", "is no array of objects");
		fields_decode(&where, object, proc_fields, NULL, &session->procs[i]);
	}
	session->nr_procs = nr;
}

static void load_end(struct session *session, struct json_object *root)
{
	const struct session_command *last = &session->commands[session->nr - 1];
	struct where where = { .file = session->file };
	struct json_object *end = where_member(&where, root, "end", json_type_object);
	struct json_object *list, *full;

	where.part = "end";
	session->until_ns = where_number(&where, "time_ns",
					 where_member(&where, end, "time_ns", json_type_int),
					 SCHEDSIM_MAX_TIME_NS);
	if (json_object_object_get_ex(end, "full", &full))
		session->full = json_object_get_boolean(full);
	/* One that was full may have ended in the middle of an instant. */
	session->has_end = !session->full || json_object_object_get_ex(end, "digest", NULL);
	if (session->has_end) {
		session->digest = where_digest(&where, end);
		session->events = where_number(&where, "events",
					       where_member(&where, end, "events", json_type_int),
					       ~0ULL);
	}
	where_member(&where, end, "full", json_type_boolean);
	if (session->until_ns < last->time_ns && !may_begin_anew(last))
		where_die(&where, "time_ns", "is %llu, which is before that of the last command",
			  session->until_ns);
	where.part = NULL;
	if (json_object_object_get_ex(root, "processes", &list))
		load_procs(session, where_member(&where, root, "processes", json_type_array));
}

/* Part by part, so that the text itself takes no memory. NULL: it is not JSON. */
static struct json_object *parse(FILE *stream, const char *name)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *root = NULL;
	static char part[65536];
	__u64 read = 0;
	size_t len;

	if (!tokener)
		die(TOOL_FAILED, "out of memory");
	do {
		len = fread(part, 1, sizeof(part), stream);
		read += len;
		if (read > MAX_FILE)
			die(TOOL_WORKLOAD,
			    "%s: this is longer than 1 GiB, and no session can be", name);
		root = len ? json_tokener_parse_ex(tokener, part, len) : NULL;
	} while (len && json_tokener_get_error(tokener) == json_tokener_continue);
	if (ferror(stream))
		die(TOOL_WORKLOAD, "cannot read %s: %s", name, strerror(errno));
	json_tokener_free(tokener);
	return root;
}

/**
 * session_load - read a session, or die
 * @session: zeroed, to fill in, for session_free()
 * @file: the name of the file, which must stay; "-": the standard input
 */
void session_load(struct session *session, const char *file)
{
	bool standard = !strcmp(file, "-");
	struct where where = { .file = standard ? "stdin" : file };
	FILE *stream = standard ? stdin : fopen(file, "re");
	struct json_object *root, *version;

	if (!stream)
		die(TOOL_WORKLOAD, "cannot read %s: %s", file, strerror(errno));
	root = parse(stream, where.file);
	if (!standard)
		fclose(stream);
	if (!json_object_is_type(root, json_type_object) ||
	    !json_object_object_get_ex(root, KEY, &version))
		die(TOOL_WORKLOAD,
		    "%s: this is no session; 'schedsim record-session' makes one", where.file);
	if (json_object_get_int64(version) != VERSION)
		where_die(&where, KEY, "is %s; this command knows %d",
			  json_object_to_json_string(version), VERSION);
	session->file = where.file;
	load_commands(session, root);
	load_end(session, root);
	json_object_put(root);
}

/**
 * session_free - free a session
 * @session: the session
 */
void session_free(struct session *session)
{
	size_t i;

	for (i = 0; i < session->nr_blocks; i++)
		free(session->blocks[i]);
	free(session->blocks);
}
