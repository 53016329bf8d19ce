// Loaded before discwright: once it has shown some progress, something in it throws, or a promise is rejected.
const write = process.stdout.write.bind(process.stdout);
let planted = false;

process.stdout.write = (text, ...rest) => {
  if (!planted && String(text).includes('%')) {
    planted = true;
    const bug = new Error('a planted bug');
    if (process.env.PLANTED === 'rejection') Promise.reject(bug);
    else
      setImmediate(() => {
        throw bug;
      });
  }
  return write(text, ...rest);
};
