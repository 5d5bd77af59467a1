# frozen_string_literal: true

require 'aws-sdk-core'
require 'fluent/plugin/out_opensearch'

module Fluent
  module Plugin
    # Upstream's output with the credentials of EKS Pod Identity. Upstream asks the instance's profile first, takes what
    # answers nothing for credentials without keys, and gives up. Here nobody but the Pod Identity agent is asked: its
    # address and the file with the pod's token are in the environment, where the SDK finds them.
    class OpenSearchPodIdentityOutput < OpenSearchOutput
      Fluent::Plugin.register_output('opensearch_pod_identity', self)

      def aws_credentials(_conf)
        credentials = Aws::ECSCredentials.new(retries: 3).credentials
        raise 'The Pod Identity agent gave no credentials' unless credentials&.set?

        credentials
      end

      # Fluentd looks for this in the class itself (fluent/plugin/output.rb, implement?) to see that it is buffered.
      def write(chunk) # rubocop:disable Lint/UselessMethodDefinition
        super
      end
    end
  end
end
