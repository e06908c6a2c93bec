import type { components } from './schema';

type Schemas = components['schemas'];

export type AccountView = Schemas['AccountView'];
export type AgentStatus = Schemas['AgentStatus'];
export type AgentView = Schemas['AgentView'];
export type AnalysisAnswer = Schemas['AnalysisAnswer'];
export type AttemptView = Schemas['AttemptView'];
export type BriefingFields = Schemas['BriefingFields'];
export type BriefingView = Schemas['BriefingView'];
export type CallDetail = Schemas['CallDetail'];
export type CallState = Schemas['CallState'];
export type CallView = Schemas['CallView'];
export type CustomerAnswer = Schemas['CustomerAnswer'];
export type CustomerCallView = Schemas['CustomerCallView'];
export type DemoView = Schemas['DemoView'];
export type KeyCreate = Schemas['KeyCreate'];
export type Line = Schemas['Line'];
export type LineUpView = Schemas['LineUpView'];
export type MediaView = Schemas['MediaView'];
/** Who signs in with a browser always has an account; only a key has none. */
export type MeView = Schemas['MeView'] & { account: AccountView };
export type OfferView = Schemas['OfferView'];
export type PartyRights = Schemas['PartyRights'];
export type SegmentView = Schemas['SegmentView'];
export type SentimentAnswer = Schemas['SentimentAnswer'];
export type SuggestionView = Schemas['SuggestionView'];
export type SuggestionsAnswer = Schemas['SuggestionsAnswer'];
export type Target = Schemas['Target'];
export type TransferCreate = Schemas['TransferCreate'];
export type TransferView = Schemas['TransferView'];
export type TransferState = TransferView['state'];
