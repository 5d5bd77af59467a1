# frozen_string_literal: true

require 'fluent/plugin/in_tail'
require_relative 'x2bee/disk'
require_relative 'x2bee/positions'

module Fluent
  module Plugin
    # Upstream's tail, which loses less. After an end without a farewell it reads the last seconds again
    # (x2bee/positions.rb). And while the disk of its positions is nearly full it reads nothing: upstream takes a line
    # that a buffer could not write for one that is done.
    class TailAgainInput < TailInput
      Fluent::Plugin.register_input('tail_again', self)

      desc 'How many seconds before the end are read again; more than a line may wait to be joined.'
      config_param :again, :time
      desc 'Reading stops when the disk has less left than this.'
      config_param :reserve, :size
      desc 'How often positions are copied, and the disk is looked at.'
      config_param :look_interval, :time

      def start
        FileUtils.mkdir_p(File.dirname(@pos_file))
        @disk = X2bee::Disk.new(File.dirname(@pos_file), @reserve)
        @earlier = X2bee::Positions.new(@pos_file, @again)
        log.warn 'the last end was no orderly one: its last seconds are read again' if @earlier.restore
        super
        look
        timer_execute(:tail_again_look, @look_interval) { look }
      end

      # Upstream asks again later for what it answers false to.
      def receive_lines(lines, tail_watcher)
        @full ? false : super
      end

      # After every filter was shut down, which hands on what waits in it.
      def close
        super
        @earlier.farewell
      end

      private

      def look
        before = @full
        @full = @disk.full?
        log.error 'the disk is nearly full: nothing is read until there is room' if @full && !before
        log.info 'the disk has room again: reading goes on' if before && !@full
        @earlier.keep(Time.now)
      rescue SystemCallError => e
        # A timer that raises is never run again.
        log.error 'positions could not be copied', error: e
      end
    end
  end
end
