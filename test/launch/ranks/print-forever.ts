/** Writes lines until nobody reads them any more. */
setInterval(() => console.log('one more line'), 1)
