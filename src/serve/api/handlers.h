// What answers each path: docs/api/openapi.json. One file a resource.
#pragma once

#include "serve/api/call.h"
#include "serve/auth.h"

namespace isnad::serve::api {

Response list_documents(const Call& call);
Response get_document(const Call& call);
Response add_documents(const Call& call);

Response list_statements(const Call& call);
Response list_claims(const Call& call);
Response get_claim(const Call& call);
Response list_contacts(const Call& call);
Response get_contact(const Call& call);
Response list_entities(const Call& call);
Response get_entity(const Call& call);
Response list_stories(const Call& call);
Response get_story(const Call& call);

Response get_timeline(const Call& call);
Response get_network(const Call& call);
Response get_trace(const Call& call);
Response get_statistics(const Call& call);

Response search(const Call& call);
Response get_query_help(const Call& call);
Response suggest(const Call& call);

Response list_corrections(const Call& call);
Response get_correction(const Call& call);
Response add_correction(const Call& call);
Response undo_correction(const Call& call);

Response list_searches(const Call& call);
Response get_search(const Call& call);
Response save_search(const Call& call);
Response change_search(const Call& call);
Response delete_search(const Call& call);
Response mark_search_seen(const Call& call);
Response get_atom(const Call& call);
Response get_json_feed(const Call& call);

Response get_events(const Call& call);

Response get_session(Auth& auth, const Request& request);
Response log_in(Auth& auth, const Request& request);
Response log_out(Auth& auth, const Request& request);

}  // namespace isnad::serve::api
