# frozen_string_literal: true

# Stops the build when a gem would come into the image whose version the Gemfile does not say.
require 'bundler'

named = Bundler.load.dependencies.to_h { |gem| [gem.name, gem.requirement] }
wrong = Bundler.load.specs.reject do |spec|
  spec.name == 'bundler' || named[spec.name]&.exact?
end
abort "The Gemfile does not pin #{wrong.map(&:full_name).sort.join(', ')}" if wrong.any?
