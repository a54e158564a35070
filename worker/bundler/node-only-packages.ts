/** Packages that only work in Node, or cost every single workflow too much; `@scope/*` is a whole scope. One line per kind. */
const table = `
  openai @anthropic-ai/* @google/genai @google/generative-ai @mistralai/* cohere-ai groq-sdk replicate ollama @huggingface/*
  ai @ai-sdk/* @modelcontextprotocol/* langchain @langchain/* llamaindex @openai/agents
  pg postgres mysql mysql2 mongodb mongoose redis ioredis libsql @libsql/client better-sqlite3 sqlite3 @prisma/* knex typeorm sequelize
  @qdrant/* @pinecone-database/* chromadb weaviate-client @elastic/* @opensearch-project/* kafkajs amqplib
  aws-sdk @aws-sdk/* @google-cloud/* googleapis @azure/* firebase-admin stripe twilio @slack/* octokit @octokit/* @sendgrid/* resend
  ssh2 dockerode @grpc/* ws undici node-fetch axios got express fastify koa nodemailer
  dotenv execa chokidar fs-extra simple-git sharp canvas jsdom puppeteer playwright pino winston bcrypt argon2
  @temporalio/client @temporalio/worker @temporalio/activity @temporalio/testing @temporalio/core-bridge @temporalio/envconfig
  perdure/client perdure/worker perdure/testing
`;

export const nodeOnlyPackages: ReadonlySet<string> = new Set(table.split(/\s+/).filter(Boolean));
