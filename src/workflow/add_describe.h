#pragma once
// `workmux add --dry-run` (WT-W54).

#include "workflow/add_plan.h"
#include "workflow/file_plan.h"
#include "workflow/voice.h"

namespace workflow {

// Tells what `add` would do, one line for each thing.
void describe_add(const AddPlan& plan, const FilePlan& files, const config::Loaded& loaded, const AddRequest& request,
                  const Voice& voice);

}  // namespace workflow
