// Beside the CDK, in its own process: what would take three or four messages for each mark, with one (ADR 28).
const { CfnResource, Validations } = require("aws-cdk-lib");

class Marks {
  /** Each of `ids` is meant, for one reason: in the metadata of the construct, and for the CDK's own report. */
  static acknowledge(construct, key, ids, reason) {
    const validations = Validations.of(construct);
    for (const id of ids) {
      construct.node.addMetadata(key, id);
      validations.acknowledge({ id, reason });
    }
  }

  /** A text in the metadata of a construct's resource, the construct itself or its default child; false if it has none. */
  static mark(construct, key, text) {
    const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
    if (!resource || !CfnResource.isCfnResource(resource)) {
      return false;
    }
    resource.addMetadata(key, text);
    return true;
  }

  /** An alarm that acts alike when it begins and when it is over, and `mark` of it. */
  static alarm(alarm, action, key, text) {
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return Marks.mark(alarm, key, text);
  }

  /** How many resources of each type a stack has now, as JSON. */
  static resources(stack) {
    const counts = {};
    for (const one of stack.node.findAll()) {
      if (CfnResource.isCfnResource(one) && one.stack === stack) {
        counts[one.cfnResourceType] = (counts[one.cfnResourceType] ?? 0) + 1;
      }
    }
    return JSON.stringify(counts);
  }
}

exports.Marks = Marks;
