// A shop with a cart in the session, as express-session and connect-redis keep it.
import express from "express";
import session from "express-session";

const { CLIENT, PORT, REDIS_URL, SESSION_PREFIX } = process.env;

// node-redis connects again by itself and asks for the name's address each time.
async function nodeRedis() {
  const [{ createClient }, { RedisStore }] = await Promise.all([import("redis"), import("connect-redis")]);
  const client = createClient({ url: REDIS_URL, socket: { connectTimeout: 5000 }, pingInterval: 10000 });
  client.on("error", (error) => console.error(`redis: ${error.message}`));
  await client.connect();
  return new RedisStore({ client, prefix: SESSION_PREFIX });
}

// ioredis does so too; a primary that became a replica says READONLY, and is left.
async function ioredis() {
  const [{ Redis }, { RedisStore }] = await Promise.all([import("ioredis"), import("connect-redis-8")]);
  const client = new Redis(REDIS_URL, {
    commandTimeout: 2000,
    connectTimeout: 5000,
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
  });
  client.on("error", (error) => console.error(`redis: ${error.message}`));
  return new RedisStore({ client, prefix: SESSION_PREFIX });
}

const store = await (CLIENT === "ioredis" ? ioredis() : nodeRedis());
const shop = express();
shop.use(session({ name: "SESSION", store, secret: "for-tests", resave: false, saveUninitialized: false }));
shop.get("/cart", (request, response) => response.send(request.session.cart ?? ""));
shop.post("/cart", (request, response) => {
  request.session.cart = request.query.item;
  response.send(request.query.item);
});
shop.post("/login", (request, response, next) => {
  const { cart } = request.session;
  request.session.regenerate((error) => {
    if (error) return next(error);
    Object.assign(request.session, { cart, name: request.query.name });
    return response.send("");
  });
});
shop.delete("/cart", (request, response, next) =>
  request.session.destroy((error) => (error ? next(error) : response.send(""))),
);
shop.listen(Number(PORT), "127.0.0.1");
