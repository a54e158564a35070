import {
  type ConversationPage,
  type ConversationPages,
  type ConversationRequest,
  conversationsKey,
} from '../src/contract/model-call.js';
import { runState } from './run-state.js';

/** Answers the query by which a worker reads what it has not heard. A run without agents carries nothing of them. */
export function conversationPage(request: ConversationRequest): ConversationPage {
  const conversations = runState().kept.get(conversationsKey) as ConversationPages | undefined;
  return conversations?.page(request) ?? { messages: [] };
}
