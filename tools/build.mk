# SPDX-License-Identifier: GPL-2.0
#
# What our makefiles print, as the kernel's do: a line a file. V=1 shows the commands instead,
# and make -s nothing.
#
#	$(call say,CC,FILE)
#	$(Q)$(CC) ...

MAKEFLAGS += --no-print-directory

ifeq ($(V),1)
Q :=
say :=
else
Q := @
say = @printf '  %-7s %s\n' '$(1)' '$(2)'
endif

ifneq ($(findstring s,$(firstword -$(MAKEFLAGS))),)
say :=
endif
