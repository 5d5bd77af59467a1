# frozen_string_literal: true

require 'fileutils'

module X2bee
  # Older copies of in_tail's position file. in_tail writes down that a line is read before the line has come into a
  # buffer: parts and stacks wait in memory to be joined. After an end without a farewell (SIGKILL, out of memory) the
  # positions of some seconds earlier are taken, so that those lines come twice and not never.
  class Positions
    def initialize(file, seconds)
      @file = file
      @seconds = seconds
      @folder = "#{file}.earlier"
      @farewell = "#{file}.farewell"
    end

    # Before the file is opened. True if earlier positions were taken.
    def restore
      FileUtils.mkdir_p(@folder)
      orderly = File.exist?(@farewell)
      FileUtils.rm_f(@farewell)
      early = orderly ? nil : enough_before(copies.last)
      FileUtils.cp(early, @file) if early
      FileUtils.rm_f(copies)
      !early.nil?
    end

    # Again and again: a copy of now, and none older than is needed.
    def keep(now)
      copy = File.join(@folder, format('%016d', (now.to_f * 1000).to_i))
      FileUtils.cp(@file, "#{copy}.part")
      File.rename("#{copy}.part", copy)
      early = enough_before(copy)
      FileUtils.rm_f(copies.select { |older| older < early }) if early
    end

    # When everything that waited has been handed on.
    def farewell
      FileUtils.touch(@farewell)
    end

    private

    def copies
      Dir.glob(File.join(@folder, '[0-9]*')).reject { |path| path.end_with?('.part') }.sort
    end

    # The newest copy so many seconds before another. While there is none, reading has only begun: an empty one is.
    def enough_before(last)
      return nil unless last

      limit = time(last) - (@seconds * 1000)
      copies.reverse.find { |path| time(path) <= limit } || copies.first
    end

    def time(path)
      File.basename(path).to_i
    end
  end
end
