# frozen_string_literal: true

require 'fluent/plugin/input'
require 'prometheus/client'
require_relative 'x2bee/letters'

module Fluent
  module Plugin
    # Keeps the folder of dead letters within its bounds, and tells Prometheus how full it is.
    class DeadLettersInput < Input
      Fluent::Plugin.register_input('dead_letters', self)
      helpers :timer

      desc 'The folder; only the files right below it are meant.'
      config_param :folder, :string
      desc 'What it may hold; the oldest go first.'
      config_param :limit, :size
      desc 'How long a letter stays.'
      config_param :age, :time
      desc 'How often it is looked at.'
      config_param :interval, :time

      def start
        super
        @letters = X2bee::Letters.new(@folder, @limit, @age)
        @bytes = gauge(:x2bee_dead_letters_bytes, 'Bytes of dead letters on this node.')
        look
        timer_execute(:dead_letters, @interval) { look }
      end

      private

      def look
        removed = @letters.prune(Time.now)
        log.warn "#{removed.length} files of dead letters were removed", first: removed.first if removed.any?
        @bytes.set(@letters.size)
      end

      def gauge(name, docstring)
        registry = ::Prometheus::Client.registry
        registry.get(name) || registry.gauge(name, docstring: docstring)
      end
    end
  end
end
