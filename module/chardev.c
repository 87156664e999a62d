// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/schedsim, which speaks to the shared simulation.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>

#include "chardev.h"
#include "ioctl.h"
#include "shared.h"
#include "simulation.h"

static int device_open(struct inode *inode, struct file *file)
{
	file->private_data = simulation_get(shared_simulation);
	return 0;
}

static int file_release(struct inode *inode, struct file *file)
{
	simulation_put(file->private_data);
	return 0;
}

/* Reserved for events, of which there are none yet. */
static __poll_t file_poll(struct file *file, struct poll_table_struct *wait)
{
	return 0;
}

/* Also of private simulations: while one is open, the module stays loaded. */
static const struct file_operations file_ops = {
	.owner		= THIS_MODULE,
	.open		= device_open,
	.release	= file_release,
	.poll		= file_poll,
	.unlocked_ioctl	= schedsim_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.llseek		= noop_llseek,
};

struct miscdevice schedsim_device = {
	.minor		= MISC_DYNAMIC_MINOR,
	.name		= "schedsim",
	.fops		= &file_ops,
	.mode		= 0600,
};
