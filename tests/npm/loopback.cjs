// Loaded with `node --require`: a server that names only a port listens on every interface, and one that asks for port 0 does not say which
// it got. Tests want 127.0.0.1 and the port, on standard error as `loopback port: N`.
const net = require("node:net");

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  this.once("listening", () => process.stderr.write(`loopback port: ${this.address().port}\n`));
  const isPort = typeof first === "number" || typeof first === "string";
  return isPort && typeof rest[0] !== "string" ? listen.call(this, Number(first), "127.0.0.1", ...rest) : listen.call(this, first, ...rest);
};
