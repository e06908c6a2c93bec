// A worker: timers of a hidden page are slowed down to one a minute, a worker's are not.
setInterval(() => postMessage(null), 1000);
