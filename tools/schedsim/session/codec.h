/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Commands of a session as JSON objects, both ways.
 */
#ifndef SESSION_CODEC_H
#define SESSION_CODEC_H

#include <json-c/json.h>

#include "session/fields.h"
#include "session/session.h"

/* What stands for a command in a file; "?" behind the last. */
const char *command_name(__u32 index);
/* The same in the ABI. */
__u32 command_code(__u32 index);

struct json_object *command_encode(const struct session_command *command);
void command_decode(struct session *session, const struct where *where,
		    struct json_object *from, struct session_command *command);

#endif /* SESSION_CODEC_H */
