// A register that is open, whatever the engine: what a server is built over.
#ifndef PROBITY_STORAGE_ASSEMBLY_REGISTER_H_
#define PROBITY_STORAGE_ASSEMBLY_REGISTER_H_

#include <string>

#include "storage/sealing/digest.h"
#include "storage/sealing/keyring.h"
#include "storage/sql/session.h"
#include "storage/sql/sql_store.h"
#include "storage/sql/writer.h"
#include "storage/store.h"

namespace probity::assembly {

class Register {
 public:
  virtual ~Register() = default;

  virtual storage::Store& store() = 0;
  // For what belongs to the server and not to a row: page tokens, digests of a request's content.
  virtual sealing::Keyring& keyring() = 0;
  virtual const sealing::Digester& digester() const = 0;
  // The engine's own words for its library or server. For the start-up log.
  virtual std::string engine_description() const = 0;
  // True if the last process did not close the register, which has been checked therefore.
  virtual bool recovered() const = 0;
  // For tests and tools; all writes go through the writer.
  virtual sql::Engine& engine() = 0;
  virtual sql::Engine& key_engine() = 0;
  virtual sql::Writer& writer() = 0;
  // While it is moved elsewhere (storage/moving): see SqlStore::Accept.
  virtual absl::Status Accept(sql::Accepts accepts) = 0;
};

}  // namespace probity::assembly

#endif  // PROBITY_STORAGE_ASSEMBLY_REGISTER_H_
